"""Tells what differs between two versions of a profile, place by place and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shared.profiles.content import Criterion, Disqualifier, ProfileContent, Tier

Entry = Criterion | Disqualifier | Tier

_TEXTS = {"name": "Name", "seller": "What is sold", "customer": "Who the customer is"}
# what people call the members of an entry
_MEMBERS = {"label": "label", "weight": "weight", "question": "question", "keywords": "signs", "at_least": "from score"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, as JSON values; `pointer` leads into the later version, for what was taken out into the earlier.

    `before` is None for what was added, `after` for what was taken out.
    """

    pointer: str
    before: Any
    after: Any
    words: str


def compare(before: ProfileContent, after: ProfileContent) -> list[Change]:
    """Every difference in the order of the later version; entries are matched by key or, for tiers, by name."""
    return [
        *_texts(before, after),
        *_entries("criteria", "Criterion", before.criteria, after.criteria),
        *_entries("disqualifiers", "Disqualifier", before.disqualifiers, after.disqualifiers),
        *_entries("tiers", "Tier", before.tiers, after.tiers),
        *_coverage(before, after),
    ]


def _texts(before: ProfileContent, after: ProfileContent) -> Iterator[Change]:
    for name, called in _TEXTS.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Change(f"/{name}", old, new, f"{called}: text changed")


def _coverage(before: ProfileContent, after: ProfileContent) -> Iterator[Change]:
    if before.least_coverage != after.least_coverage:
        old, new = float(before.least_coverage), float(after.least_coverage)
        yield Change("/least_coverage", old, new, f"Least coverage: {old:.4g} → {new:.4g}")


def _entries(place: str, called: str, before: Sequence[Entry], after: Sequence[Entry]) -> Iterator[Change]:
    old = {_key(entry): entry for entry in before}
    new = {_key(entry): index for index, entry in enumerate(after)}
    for key, index in new.items():
        entry, pointer = after[index], f"/{place}/{index}"
        if key not in old:
            yield Change(pointer, None, entry.to_json(), f"{called} “{_title(entry)}” added")
        else:
            yield from _members(f"{called} “{_title(entry)}”", pointer, old[key].to_json(), entry.to_json())
    for index, entry in enumerate(before):
        if _key(entry) not in new:
            yield Change(f"/{place}/{index}", entry.to_json(), None, f"{called} “{_title(entry)}” taken out")
    kept_before = [_key(entry) for entry in before if _key(entry) in new]
    kept_after = [key for key in new if key in old]
    if kept_before != kept_after:
        yield Change(f"/{place}", kept_before, kept_after, f"{called}: order changed")


def _members(called: str, pointer: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for name, member in _MEMBERS.items():
        old, new = before.get(name), after.get(name)
        if old != new:
            said = f"{old} → {new}" if isinstance(new, int) else "changed"
            yield Change(f"{pointer}/{name}", old, new, f"{called}: {member} {said}")
    for level, (old, new) in enumerate(zip(before.get("anchors", ()), after.get("anchors", ()), strict=True)):
        if old != new:
            yield Change(f"{pointer}/anchors/{level}", old, new, f"{called}: text of level {level} changed")


def _key(entry: Entry) -> str:
    return entry.name if isinstance(entry, Tier) else entry.key


def _title(entry: Entry) -> str:
    return entry.name if isinstance(entry, Tier) else entry.label
