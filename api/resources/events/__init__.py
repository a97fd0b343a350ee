"""The form of audit events, shared by all that can be looked back on."""
