"""Folds texts so that the same words compare equal, whatever their case, spacing, width or kind of quotation mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from unicodedata import normalize

_TYPOGRAPHIC = (
    *((mark, "'") for mark in "\u2018\u2019\u201a\u201b\u2032\u00b4\u2039\u203a"),
    *((mark, '"') for mark in "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"),
    *((mark, "-") for mark in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"),
)


def fold(text: str) -> str:
    """The text in NFKC, case-folded, with plain quotation marks and hyphens, all white space one space."""
    if text.isascii():
        return " ".join(text.lower().split())
    for mark, plain in _TYPOGRAPHIC:
        if mark in text:
            text = text.replace(mark, plain)
    # case-folding can undo the normal form, hence twice
    return " ".join(normalize("NFKC", normalize("NFKC", text).casefold()).split())


class FoldedLead:
    """The visible fields of one lead, each folded at most once."""

    __slots__ = ("_folded", "visible")

    def __init__(self, visible: Mapping[str, str]) -> None:
        self.visible = visible
        self._folded: dict[str, str] = {}

    def field(self, name: str) -> str | None:
        """The folded text of a field; None if the lead has no such field."""
        folded = self._folded.get(name)
        if folded is None and name in self.visible:
            folded = self._folded[name] = fold(self.visible[name])
        return folded

    def fields(self) -> Iterator[tuple[str, str]]:
        """All fields with their folded texts, in the lead's order."""
        for name, text in self.visible.items():
            folded = self._folded.get(name)
            if folded is None:
                folded = self._folded[name] = fold(text)
            yield name, folded
