"""As whom a server runs: PostgreSQL refuses to be root, and a user without a passwd entry cannot run initdb."""

from __future__ import annotations

import os
import pwd
import sys
from dataclasses import dataclass
from enum import StrEnum

from cli.embedded.errors import EmbeddedServiceFailed


class RunAs(StrEnum):
    """The ways to be somebody whom PostgreSQL accepts."""

    SAME_USER = "same_user"
    USER_NAMESPACE = "user_namespace"  # root's files, another uid in its own eyes: data stays in the project's tree
    NOBODY = "nobody"  # where the kernel allows no user namespace


@dataclass(frozen=True, slots=True)
class Identity:
    """A way, with the uid and gid that the server sees itself under."""

    run_as: RunAs
    uid: int
    gid: int

    @property
    def file_owner(self) -> int:
        """The uid that the kernel must find on the data directory."""
        return self.uid if self.run_as is RunAs.NOBODY else os.geteuid()


def identity_for(run_as: RunAs) -> Identity:
    """The identity of a way; raises EmbeddedServiceFailed where the machine knows no ordinary user at all."""
    if run_as is RunAs.SAME_USER:
        return Identity(run_as, os.geteuid(), os.getegid())
    entry = _ordinary_user()
    return Identity(run_as, entry.pw_uid, entry.pw_gid)


def possible_ways() -> list[RunAs]:
    """The ways worth trying for this user, the best first."""
    namespace = [RunAs.USER_NAMESPACE] if sys.platform.startswith("linux") else []
    if os.geteuid() == 0:
        return [*namespace, RunAs.NOBODY]
    return [RunAs.SAME_USER] if _has_entry(os.geteuid()) else [*namespace, RunAs.SAME_USER]


def _has_entry(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _ordinary_user() -> pwd.struct_passwd:
    # initdb looks its own uid up, so it has to be one that is in the user database
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        for entry in pwd.getpwall():
            if entry.pw_uid != 0:
                return entry
    raise EmbeddedServiceFailed(
        "PostgreSQL refuses to run as root and this machine has no other user; "
        "set DATABASE_URL, or run as an ordinary user."
    )
