"""The walk: two contracts paired, and what differs between them, without an opinion."""
