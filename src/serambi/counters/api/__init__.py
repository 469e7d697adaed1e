"""The office for other programs, under /api/v1/."""
