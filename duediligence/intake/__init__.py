"""Files that people send: from bytes to rows with their cells, and from rows to suppliers and answers."""
