"""FastAPI apps: finding them, loading them in a process of their own, and reading what their documents lose."""
