"""JSON schemas of requests: the strict rules they must keep, and instances built from them."""
