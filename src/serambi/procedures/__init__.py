"""What the office does: one file, one durable transaction each."""
