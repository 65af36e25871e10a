"""Answers, facts and declarations as long tables: what scoring joins. No row order carries meaning."""
