"""One module a use (check, assess, explain, ...): reads files, calls the pure floors below, writes what they return."""
