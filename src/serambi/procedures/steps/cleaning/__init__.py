"""Draws a file anew, in a process of its own: nothing of the sender's bytes is kept but what could be seen.

Knows neither Django nor the database; `python -m serambi.procedures.steps.cleaning` is started by clean_file.
"""
