"""The kits for the three faces."""
