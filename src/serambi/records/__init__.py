"""What is kept: tables, the frozen rows read from them, and the seal on personal data."""
