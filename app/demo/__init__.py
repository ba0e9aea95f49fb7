"""The demo company: people, tickets and talk of our own making, to look around in."""
