"""Lists API keys; what is listed cannot open anything."""

from __future__ import annotations

from collections.abc import Sequence

from shared.access.models import ApiKey
from shared.access.repository import ApiKeyRepository
from shared.database.unit_of_work import UnitOfWork


def list_keys(uow: UnitOfWork) -> Sequence[ApiKey]:
    """Every key, newest first, revoked and expired ones too."""
    return ApiKeyRepository(uow.session).list_all()
