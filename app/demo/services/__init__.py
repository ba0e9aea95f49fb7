"""Loads the demo company, and loads it anew."""

from app.demo.services.loading import load_demo, reset_demo

__all__ = ["load_demo", "reset_demo"]
