"""Tags that pages of several counters share."""
