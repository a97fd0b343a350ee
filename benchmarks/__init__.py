"""What is measured, each beside its bare baseline in one run."""
