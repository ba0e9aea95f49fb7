"""A stand-in for Google Calendar: keeps state, checks each request against Google's description, fails on demand."""
