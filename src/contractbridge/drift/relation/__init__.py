"""Compatibility: why not every value of one type is a value of another."""
