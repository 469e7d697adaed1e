"""One function per page: read what was asked, call one procedure or query, answer."""
