"""The rules of the house, checked by machine; each with a good and a bad sample."""
