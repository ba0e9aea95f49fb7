"""What runs beside the web: relay, sender and scheduler."""
