"""Faults that are practised: run by `make faults`, not by the suite."""
