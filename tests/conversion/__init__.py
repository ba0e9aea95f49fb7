"""Turns public data sets into the files that `python run.py import` takes, to try the product on real input."""
