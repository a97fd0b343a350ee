"""From a lead to a score that can be explained; pure code."""
