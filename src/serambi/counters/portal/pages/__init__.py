"""What a page shows, put together from queries; the words come from the shared shelf."""
