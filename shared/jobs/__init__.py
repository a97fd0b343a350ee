"""Jobs: accept, work, save, sweep, read."""
