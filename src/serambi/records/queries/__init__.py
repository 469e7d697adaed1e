"""Reading: frozen rows, ordered by a unique key, with a fixed number of SQL statements each."""
