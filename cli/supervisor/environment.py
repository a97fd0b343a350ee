"""The environment of the children: ours, `.env` below it, and what the stack adds."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from dotenv import dotenv_values

from cli.embedded.private_file import write_private
from cli.supervisor.errors import StackFault
from cli.supervisor.options import StackOptions
from shared.settings import Settings, SettingsError, load_settings

# stand for what is not started yet while the rest is checked
DATABASE_TO_COME = "postgresql://to@127.0.0.1/come"
REDIS_TO_COME = "redis://127.0.0.1/0"
