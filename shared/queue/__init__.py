"""Wake-up messages to the workers: transport, never the record."""
