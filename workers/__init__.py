"""The queue door: a task takes ids and calls one use case."""
