"""Routes and schemas of jobs."""
