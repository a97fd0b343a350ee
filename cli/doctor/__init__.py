"""What `sales-agent doctor` looks at: each thing that the product needs, what was found, and what to do about it."""
