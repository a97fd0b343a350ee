"""Routes and schemas of profiles."""
