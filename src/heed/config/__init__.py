"""Settings, addresses and the two ways in: the web server (asgi) and the command line (cli)."""
