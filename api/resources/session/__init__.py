"""Routes and schemas of the session."""
