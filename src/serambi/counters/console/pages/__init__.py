"""What the pages of the console show, put together from queries."""
