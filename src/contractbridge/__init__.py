"""contractbridge: one contract for a FastAPI backend and a TypeScript frontend."""
