"""One file a command of `sales-agent`, and what they share on the terminal."""
