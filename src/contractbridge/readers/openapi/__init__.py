"""OpenAPI documents: where they come from, whether they are valid, and what they say."""
