"""Readers: the only code that knows OpenAPI, FastAPI and Pydantic."""
