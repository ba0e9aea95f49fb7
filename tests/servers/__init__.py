"""Real servers that the tests start on loopback and always stop; each is a context manager."""
