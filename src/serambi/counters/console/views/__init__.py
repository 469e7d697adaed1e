"""The views of the console, by subject."""
