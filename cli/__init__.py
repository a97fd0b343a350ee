"""The terminal door: `sales-agent`."""
