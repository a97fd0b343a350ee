"""Builders of instances, one for each kind of schema: preferred values go where they fit, plain ones elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from simulator.schema.number import fits, number_within


class _Missing:
    """Stands for "nothing is preferred here"; None is a value of JSON."""


MISSING = _Missing()


class Builder(Protocol):
    """Builds a valid instance of one schema."""

    def accepts(self, preferred: object) -> bool:
        """Whether the preferred value has the kind that this schema wants."""

    def build(self, preferred: object = MISSING) -> object:
        """A valid instance: the preferred value where it fits, else a plain one."""


class Object:
    """Builds the members in the schema's order; optional ones where they are preferred."""

    def __init__(self, fields: tuple[tuple[str, Builder, bool], ...]) -> None:
        self._fields = tuple((name, builder.build, required) for name, builder, required in fields)

    def accepts(self, preferred: object) -> bool:
        """Objects fit."""
        return isinstance(preferred, dict)

    def build(self, preferred: object = MISSING) -> object:
        """The members, each from its preferred value."""
        given = preferred if isinstance(preferred, dict) else {}
        built = {}
        for name, build, required in self._fields:
            if name in given:
                built[name] = build(given[name])
            elif required:
                built[name] = build()
        return built


class Array:
    """A list of any length (`item` None: the empty one is all there is), or, with `prefix`, of exactly those items."""

    def __init__(self, item: Builder | None, prefix: tuple[Builder, ...] | None = None) -> None:
        self._item = item
        self._prefix = prefix

    def accepts(self, preferred: object) -> bool:
        """Lists fit."""
        return isinstance(preferred, (list, tuple))

    def build(self, preferred: object = MISSING) -> object:
        """The items, each from its preferred value; without any, one plain item."""
        given = list(preferred) if isinstance(preferred, (list, tuple)) else None
        if self._prefix is not None:
            values = given or []
            return [
                builder.build(values[at] if at < len(values) else MISSING) for at, builder in enumerate(self._prefix)
            ]
        if self._item is None:
            return []
        return [self._item.build(value) for value in given] if given is not None else [self._item.build()]


class Choice:
    """One of the values: the preferred one, else "unknown", "" or the first."""

    def __init__(self, values: list[object]) -> None:
        self._values = values
        self._texts = frozenset(value for value in values if isinstance(value, str))
        self._plain = "unknown" if "unknown" in values else "" if "" in values else values[0]

    def accepts(self, preferred: object) -> bool:
        """One of the values fits."""
        if isinstance(preferred, str):
            return preferred in self._texts
        return any(type(value) is type(preferred) and value == preferred for value in self._values)

    def build(self, preferred: object = MISSING) -> object:
        """The preferred value, else the plain one."""
        return preferred if self.accepts(preferred) else self._plain


class Text:
    """Any text."""

    def __init__(self, plain: str) -> None:
        self._plain = plain

    def accepts(self, preferred: object) -> bool:
        """Texts fit."""
        return isinstance(preferred, str)

    def build(self, preferred: object = MISSING) -> object:
        """The preferred text, else the name of its place."""
        return preferred if isinstance(preferred, str) else self._plain


class Number:
    """Takes a level written as text ("3") for the number that it is."""

    def __init__(self, node: Mapping[str, object], *, whole: bool) -> None:
        self._node = node
        self._whole = whole
        self._plain = number_within(node, whole=whole)

    def accepts(self, preferred: object) -> bool:
        """Numbers within the bounds fit, also written as digits."""
        value = _as_number(preferred)
        return value is not None and fits(value, self._node, whole=self._whole)

    def build(self, preferred: object = MISSING) -> object:
        """The preferred number, else the plain one."""
        value = _as_number(preferred)
        return value if value is not None and self.accepts(value) else self._plain


class Boolean:
    """Takes "yes" and "no" for what they mean."""

    def accepts(self, preferred: object) -> bool:
        """Booleans fit, and "yes" and "no"."""
        return isinstance(preferred, bool) or preferred in ("yes", "no")

    def build(self, preferred: object = MISSING) -> object:
        """True only where it is preferred."""
        return preferred is True or preferred == "yes"


class Null:
    """None; takes "unknown" for it."""

    def accepts(self, preferred: object) -> bool:
        """None fits, and "unknown"."""
        return preferred is None or preferred == "unknown"

    def build(self, preferred: object = MISSING) -> object:
        """None."""
        return None


class Union:
    """The first option that the preferred value fits."""

    def __init__(self, options: tuple[Builder, ...]) -> None:
        self._options = options

    def accepts(self, preferred: object) -> bool:
        """What fits any option."""
        return any(option.accepts(preferred) for option in self._options)

    def build(self, preferred: object = MISSING) -> object:
        """The instance of the first option that fits, else of the first."""
        fitting = (option for option in self._options if option.accepts(preferred))
        return next(fitting, self._options[0]).build(preferred)


def _as_number(preferred: object) -> int | float | None:
    if isinstance(preferred, str) and preferred.isascii() and preferred.isdigit():
        return int(preferred)
    return preferred if isinstance(preferred, (int, float)) and not isinstance(preferred, bool) else None
