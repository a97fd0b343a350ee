"""Routes and schemas of health."""
