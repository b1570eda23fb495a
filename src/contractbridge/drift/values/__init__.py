"""Values of types: which there are, and whether one is of a type."""
