"""The loop that keeps calendars equal: its own book-keeping, for which nobody asks."""
