"""The rule book: what the regulations and the office's logic say. Pure Python, no clock, no I/O."""
