"""The tests. A package in its own right, so that no installed one of this name comes first."""
