"""What the overview shows: how the service goes right now and what came of it lately."""
