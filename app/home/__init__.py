"""The first page of each face."""
