"""Plays a planned day many times: who comes when, who waits how long, how full the hall gets, how late it ends."""
