"""Where people meet the office: thin, one package for each kind of visitor."""
