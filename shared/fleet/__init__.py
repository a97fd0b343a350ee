"""The workers that are alive, as they report it themselves."""
