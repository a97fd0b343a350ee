"""Leads: reading, checking, identity, and the current score of each."""
