"""Flower's own configuration file: without the password nothing of it is told, /metrics and /healthcheck included.

`celery flower` reads it because FLOWER_CONF or --conf names it; nothing else imports it. Flower asks for the password
on its pages only: what it has seen of workers and tasks could be read from /metrics by anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flower.api import BaseApiHandler  # type: ignore[import-untyped]
from flower.views import BaseHandler  # type: ignore[import-untyped]
from tornado.options import options
from tornado.web import HTTPError

if not options.basic_auth:
    raise SystemExit("FLOWER_BASIC_AUTH is not set: name:password of who may look at Flower")


def closed(prepare: Callable[[Any], None]) -> Callable[[Any], None]:
    """What a handler does first, behind the password."""

    def prepare_for_known(self: Any) -> None:
        # Flower raises 401 itself where the password is wrong or missing
        if not self.current_user:
            raise HTTPError(401)
        prepare(self)

    return prepare_for_known


for handler in (BaseHandler, BaseApiHandler):
    handler.prepare = closed(handler.prepare)
