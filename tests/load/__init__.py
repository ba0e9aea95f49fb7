"""Measurements: a big database, many clients, k6; nothing here is a test."""
