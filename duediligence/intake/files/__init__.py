"""Files of strangers, opened within limits: workbooks, tables and structured text."""
