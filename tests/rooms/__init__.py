"""Rooms, places and bookings."""
