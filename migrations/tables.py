"""Imports every module with tables, so that the metadata is whole."""

from __future__ import annotations

import shared.access.models
import shared.audit.models
import shared.fleet.models
import shared.jobs.models
import shared.leads.models
import shared.llm.models
import shared.profiles.models
import shared.scoring.models
import shared.verdicts.models  # noqa: F401
