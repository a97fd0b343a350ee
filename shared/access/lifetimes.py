"""How long access lasts without being renewed."""

from __future__ import annotations

from datetime import timedelta

SESSION_IDLE = timedelta(hours=12)
SESSION_AT_MOST = timedelta(days=7)
LINK = timedelta(hours=12)
# a dashboard that polls every two seconds must not become a write every two seconds
USE_NOTED_EVERY = timedelta(minutes=1)
