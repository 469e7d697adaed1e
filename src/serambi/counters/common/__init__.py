"""What several counters share: the clock, the headers, the layers around a request."""
