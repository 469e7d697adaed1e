"""Who is on site under the staff share: whole teams, fair over weeks, skills covered, exempt staff never."""
