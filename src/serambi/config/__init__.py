"""Settings, addresses and the database that comes along: how this installation is put together."""
