"""The PostgreSQL that we start: durable, on loopback only, and silent about the data that passes through it."""

from __future__ import annotations

HBA = """\
# written at every start by cli.embedded
host all all 127.0.0.1/32 scram-sha-256
"""

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # a socket's path may not exceed 107 bytes, and a project's directory may
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "lc_messages": "C",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    # Lead text must not reach the log: an error's message, its DETAIL and its statement may all repeat values, so
    # errors stay with the client that made them; what concerns the server itself (LOG, FATAL, PANIC) is written.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_lock_waits": "off",
    "log_temp_files": "-1",
    "log_autovacuum_min_duration": "-1",
    "log_checkpoints": "off",
}

# For tests: keeps what was committed when processes are killed, loses it when the machine dies. Commits stay
# synchronous: with `synchronous_commit` off a killed postmaster forgets the last of them.
NOT_DURABLE = {"fsync": "off", "full_page_writes": "off"}


def render_settings(*, port: int, durable: bool) -> str:
    """The text of postgresql.conf."""
    settings = SETTINGS | {"port": str(port)} | ({} if durable else NOT_DURABLE)
    lines = [f"{name} = '{value}'" for name, value in settings.items()]
    return "\n".join(["# written at every start by cli.embedded; changes here are lost", *lines, ""])
