"""Serambi: orders in, places out, nobody lost."""
