"""Starts everything that one machine needs, keeps it running, and leaves nothing behind."""
