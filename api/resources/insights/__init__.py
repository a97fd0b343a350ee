"""Routes and schemas of insights."""
