"""What a visitor types, checked for its shape only; the rules say no."""
