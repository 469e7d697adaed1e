"""What the office does by itself: queued and scheduled work."""
