"""The house: what Sales Agent knows and does, without any of its doors."""
