"""The databases that the project brings along: a real PostgreSQL and a real Valkey from wheels, on loopback only."""
