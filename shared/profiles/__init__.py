"""Ideal customer profiles: what a lead is judged against."""
