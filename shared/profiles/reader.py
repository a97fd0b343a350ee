"""Reads untyped JSON and gathers every fault with its JSON pointer, so that one answer names them all."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from shared.errors import Fault

# every text ends up on a line of its own in the prompt, where a line break could pass for a heading
_LINE_BREAK_OR_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
LONGEST_KEY = 40
_NOTHING: Mapping[str, object] = {}


class Reader:
    """Takes values out of decoded JSON; a bad one is noted in `faults` and replaced by an empty one of its type."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, pointer: str, code: str, detail: str) -> None:
        """Note one fault at a JSON pointer (RFC 6901)."""
        self.faults.append(Fault(code=code, detail=detail, pointer=pointer))

    def members(
        self, value: object, pointer: str, required: Collection[str], optional: Collection[str] = ()
    ) -> Mapping[str, object]:
        """The members of an object that has all required names and no others than the optional ones."""
        if not isinstance(value, Mapping):
            self.fault(pointer, "not_an_object", "Must be an object.")
            return _NOTHING
        for name in required:
            if name not in value:
                self.fault(f"{pointer}/{name}", "missing", "Is required.")
        for name in value:
            if name not in required and name not in optional:
                escaped = str(name).replace("~", "~0").replace("/", "~1")
                self.fault(f"{pointer}/{escaped}", "unknown_field", "Is not a field of a profile.")
        return value

    def text(self, source: Mapping[str, object], name: str, pointer: str, longest: int) -> str:
        """The member as one line of 1 to `longest` characters; an absent one was reported by `members`."""
        return self.line(source[name], f"{pointer}/{name}", longest) if name in source else ""

    def line(self, value: object, pointer: str, longest: int) -> str:
        """The value as one line of 1 to `longest` characters."""
        if not isinstance(value, str):
            self.fault(pointer, "not_a_text", "Must be a text.")
        elif not value.strip():
            self.fault(pointer, "empty", "Must not be empty.")
        elif len(value) > longest:
            self.fault(pointer, "too_long", f"Must be at most {longest} characters.")
        elif _LINE_BREAK_OR_CONTROL.search(value) or value != value.strip():
            self.fault(pointer, "not_one_line", "Must be one line without spaces around it.")
        else:
            return value
        return ""

    def key(self, source: Mapping[str, object], pointer: str) -> str:
        """The member `key`: a small letter, then small letters, digits and underscores."""
        key = self.text(source, "key", pointer, LONGEST_KEY)
        if key and not _KEY.fullmatch(key):
            self.fault(
                f"{pointer}/key", "bad_key", "Must be a small letter, then small letters, digits or underscores."
            )
        return key

    def integer(self, source: Mapping[str, object], name: str, pointer: str, bounds: tuple[int, int]) -> int:
        """The member as a whole number inside the bounds, both included."""
        value = source.get(name, bounds[0])
        low, high = bounds
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # JSON has one kind of number: 3.0 is 3
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(f"{pointer}/{name}", "not_an_integer", "Must be a whole number.")
        elif not low <= value <= high:
            self.fault(f"{pointer}/{name}", "out_of_range", f"Must be from {low} to {high}.")
        else:
            return value
        return low

    def share(self, source: Mapping[str, object], name: str, pointer: str) -> Decimal:
        """The member as a share from 0 to 1 with at most four decimals, given as a number or a text."""
        value = source.get(name, 0)
        place = f"{pointer}/{name}"
        try:
            share = Decimal(str(value)) if isinstance(value, str | int | float | Decimal) else Decimal("NaN")
        except InvalidOperation:
            share = Decimal("NaN")
        if isinstance(value, bool) or not share.is_finite():
            self.fault(place, "not_a_number", "Must be a number.")
        elif not 0 <= share <= 1:
            self.fault(place, "out_of_range", "Must be from 0 to 1.")
        elif share != round(share, 4):
            self.fault(place, "too_precise", "Must have at most four decimals.")
        else:
            return abs(share)  # no negative zero
        return Decimal(0)

    def items(
        self, source: Mapping[str, object], name: str, pointer: str, bounds: tuple[int, int]
    ) -> list[tuple[str, object]]:
        """The members of an array whose length is inside the bounds, each with its own pointer."""
        value = source.get(name)
        low, high = bounds
        if name not in source:
            return []
        if isinstance(value, str) or not isinstance(value, Sequence):
            self.fault(f"{pointer}/{name}", "not_an_array", "Must be an array.")
            return []
        if not low <= len(value) <= high:
            span = f"exactly {low}" if low == high else f"{low} to {high}"
            self.fault(f"{pointer}/{name}", "wrong_length", f"Must have {span} members.")
            return []
        return [(f"{pointer}/{name}/{index}", member) for index, member in enumerate(value)]

    def distinct(self, values: Sequence[str], pointer: str, member: str) -> None:
        """Note every value that stood before in the same list."""
        seen: set[str] = set()
        for index, value in enumerate(values):
            if value and value in seen:
                self.fault(f"{pointer}/{index}/{member}", "repeated", "Is used twice.")
            seen.add(value)
