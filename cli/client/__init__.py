"""A small typed client of the public API, as any program could write it."""
