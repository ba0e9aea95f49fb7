"""Where people meet: sites, buildings, floors and rooms, and who has a room when."""
