"""What can be wrong with a profile, or with what was asked of one."""

from __future__ import annotations

from shared.errors import Conflict, Invalid, NotFound, TooLarge


class ProfileInvalid(Invalid):
    """The profile breaks a rule; each fault names the place by JSON pointer."""

    code = "profile_invalid"


class ProfileTooLarge(TooLarge):
    """The profile has more criteria than one answer of the model can hold."""

    code = "profile_too_large"


class PresetNotFound(NotFound):
    """No preset has this name."""

    code = "preset_not_found"


class ProfileNotFound(NotFound):
    """There is no profile with this id."""

    code = "profile_not_found"

    def __init__(self) -> None:
        super().__init__("There is no profile with this id.")


class ProfileVersionNotFound(NotFound):
    """The profile has no version of this number."""

    code = "profile_version_not_found"

    def __init__(self) -> None:
        super().__init__("The profile has no version of this number.")


class ProfileExists(Conflict):
    """Another profile has this name, in the same or another case."""

    code = "profile_exists"


class ProfileUsed(Conflict):
    """Jobs name this profile, or it is the default one, so it stays."""

    code = "profile_used"


class ProfileVersionFixed(Conflict):
    """A job used this version, or it is active, so it says for ever what it says now."""

    code = "profile_version_fixed"


class ProfileUnknown(Invalid):
    """What a job names as its profile is not there; `detail` tells what is."""

    code = "profile_unknown"


class ProfileNotActive(Invalid):
    """What a job names as its profile has no active version to take."""

    code = "profile_not_active"
