"""The shapes of the API, by subject: what may come in, and what the description promises to send out."""
