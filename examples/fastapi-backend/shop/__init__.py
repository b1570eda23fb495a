"""The back office of a small shop."""
