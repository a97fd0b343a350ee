"""Values as a person reads them on a terminal: harmless, short, with units."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

# marks that turn the reading direction of what follows: a lead could disguise a line with them
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(value: object) -> str:
    """Text from outside without anything that steers a terminal; runs of white space become one space."""
    text = "" if value is None else str(value)
    kept = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or (unicodedata.category(char) != "Cc" and char not in _DIRECTION)
    )
    return " ".join(kept.split())


def shorten(value: object, limit: int) -> str:
    """`plain` text of at most `limit` characters, cut at a word where one ends near, with an ellipsis."""
    text = plain(value)
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    word = text.rfind(" ", 0, limit)
    return (cut[:word] if word >= limit // 2 else cut).rstrip(" ,;:.") + "…"


def money(usd: Decimal) -> str:
    """An amount of US dollars with as many digits as matter: $0, $0.0042, $0.18, $12.40."""
    if usd == 0:
        return "$0"
    digits = 2 if usd >= Decimal("0.1") else 4
    shown = f"{usd:.{digits}f}"
    return f"${shown}" if Decimal(shown) else f"<${Decimal(1).scaleb(-digits)}"


def duration(seconds: float) -> str:
    """A time span in its two largest units: less than 1 s, 42 s, 3 min 5 s, 2 h 10 min."""
    if seconds < 1:
        return "less than 1 s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: 1 lead, 1,200 leads."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
