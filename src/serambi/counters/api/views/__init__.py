"""The calls of the API, by subject: parse, ask one procedure or query, answer."""
