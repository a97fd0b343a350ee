"""API keys: who may submit and who may read."""
