"""Structured logs and correlation ids."""
