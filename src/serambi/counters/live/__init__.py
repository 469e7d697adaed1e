"""The event streams of the boards: numbers only, to whoever listens."""
