"""Emitters: functions from a contract to the text of files."""
