"""Shared pieces of procedures; each needs a transaction of its caller."""
