"""Tickets: filed by employees, solved by the IT staff, told to both."""
