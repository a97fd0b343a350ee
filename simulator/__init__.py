"""A stand-in for the Cerebras API, for demo, tests and load."""
