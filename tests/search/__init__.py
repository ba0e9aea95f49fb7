"""What search promises, on both engines."""
