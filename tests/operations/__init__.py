"""Tests of health, measurements, backup."""
