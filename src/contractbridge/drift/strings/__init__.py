"""Strings as languages: what lengths, formats and patterns let through, and how two of them differ."""
