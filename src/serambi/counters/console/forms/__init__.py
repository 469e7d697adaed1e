"""The forms of the console: shape only."""
