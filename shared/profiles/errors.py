"""What can be wrong with a profile."""

from __future__ import annotations

from shared.errors import Invalid, NotFound, TooLarge


class ProfileInvalid(Invalid):
    """The profile breaks a rule; each fault names the place by JSON pointer."""

    code = "profile_invalid"


class ProfileTooLarge(TooLarge):
    """The profile has more criteria than one answer of the model can hold."""

    code = "profile_too_large"


class PresetNotFound(NotFound):
    """No preset has this name."""

    code = "preset_not_found"
