"""Bring a database to the newest migration."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config


def alembic_config(database_url: str) -> Config:
    """Alembic's configuration without an .ini file: this folder and one URL."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    # a percent sign in a password is ConfigParser's interpolation character
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def upgrade(database_url: str) -> None:
    """Run every migration that the database lacks; safe to run twice and from two processes."""
    command.upgrade(alembic_config(database_url), "head")
