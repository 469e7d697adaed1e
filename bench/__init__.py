"""Measures the service on this machine (`make bench`): ratios to bare PostgreSQL in one run; nothing is asserted."""
