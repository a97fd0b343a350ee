"""API keys, and the sessions of browsers that signed in with one: who may submit and who may read."""
