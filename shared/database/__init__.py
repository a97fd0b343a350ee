"""PostgreSQL: engine, declarative base, unit of work."""
