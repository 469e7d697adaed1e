"""What the office does: one file for each durable action."""
