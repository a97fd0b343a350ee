"""Loads the profiles that come with the product."""

from __future__ import annotations

from functools import cache
from importlib import resources

import orjson

from shared.profiles.content import ProfileContent
from shared.profiles.errors import PresetNotFound


def list_presets() -> list[str]:
    """The names of all presets, sorted."""
    names = (entry.name for entry in resources.files("shared.profiles").joinpath("presets").iterdir())
    return sorted(name.removesuffix(".json") for name in names if name.endswith(".json"))


@cache
def load_preset(name: str) -> ProfileContent:
    """The preset of this name; raises `PresetNotFound`."""
    # the name may come from a request, so it is looked up in the list and never joined to a path unchecked
    if name not in list_presets():
        raise PresetNotFound(f"No such preset; there are {', '.join(list_presets())}.")
    text = resources.files("shared.profiles").joinpath("presets", f"{name}.json").read_bytes()
    return ProfileContent.from_json(orjson.loads(text))
