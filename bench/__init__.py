"""Measurements: each module has a function `measure` that gives its figures."""
