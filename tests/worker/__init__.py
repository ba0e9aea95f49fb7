"""Relay, sender and scheduler."""
