"""The provider: one call, its class, its cost."""
