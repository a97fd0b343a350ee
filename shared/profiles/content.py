"""What a profile says: what is sold to whom, and the criteria, disqualifiers and tiers that leads are judged by."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

import orjson

from shared.profiles.errors import ProfileInvalid
from shared.profiles.reader import Reader

MOST_CRITERIA = 20
MOST_DISQUALIFIERS = 10
MOST_TIERS = 10
MOST_KEYWORDS = 40
HEAVIEST = 100
"""Largest weight. 20 criteria of it keep any score that is not half-way at least 0.00025 off, so four decimals never
read as half-way by rounding and the score that is shown is rounded once."""
_TIER_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _-]*[A-Za-z0-9])?")

Anchors = tuple[str, str, str, str, str]


class SpecialTier(StrEnum):
    """Tiers that code gives and no profile may name: too little is known, or a disqualifier applies."""

    OPEN = "open"
    DISQUALIFIED = "disqualified"


def order_tiers(of_profile: Iterable[str], found: Iterable[str] = ()) -> list[str]:
    """The profile's tiers as it lists them, the two that code gives, then those found that are neither, by name."""
    named = [*of_profile, *(tier.value for tier in SpecialTier)]
    return [*named, *sorted({*found} - {*named})]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question to ask of a lead, with a text for each level 0 to 4 and a weight from 1 to 100."""

    key: str
    label: str
    weight: int
    question: str
    anchors: Anchors
    keywords: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The form that `ProfileContent.from_json` reads."""
        return {
            "key": self.key,
            "label": self.label,
            "weight": self.weight,
            "question": self.question,
            "anchors": list(self.anchors),
            "keywords": list(self.keywords),
        }


@dataclass(frozen=True, slots=True)
class Disqualifier:
    """One fact that rules a lead out, whatever its score."""

    key: str
    label: str
    question: str

    def to_json(self) -> dict[str, Any]:
        """The form that `ProfileContent.from_json` reads."""
        return {"key": self.key, "label": self.label, "question": self.question}


@dataclass(frozen=True, slots=True)
class Tier:
    """A class of leads: those whose shown score is at least `at_least` (0 to 100) and under the tier above."""

    name: str
    at_least: int

    def to_json(self) -> dict[str, Any]:
        """The form that `ProfileContent.from_json` reads."""
        return {"name": self.name, "at_least": self.at_least}


@dataclass(frozen=True, slots=True)
class ProfileContent:
    """An ideal customer profile; tiers from high to low, the last at 0; `least_coverage` is a share from 0 to 1."""

    name: str
    seller: str
    customer: str
    criteria: tuple[Criterion, ...]
    disqualifiers: tuple[Disqualifier, ...]
    tiers: tuple[Tier, ...]
    least_coverage: Decimal

    @classmethod
    def from_json(cls, value: object) -> ProfileContent:
        """Read decoded JSON strictly; raises `ProfileInvalid` with every fault by its JSON pointer."""
        reader = Reader()
        members = reader.members(
            value, "", ("name", "seller", "customer", "criteria", "disqualifiers", "tiers", "least_coverage")
        )
        content = cls(
            name=reader.text(members, "name", "", 120),
            seller=reader.text(members, "seller", "", 1000),
            customer=reader.text(members, "customer", "", 1000),
            criteria=tuple(
                _read_criterion(reader, item, place)
                for place, item in reader.items(members, "criteria", "", (1, MOST_CRITERIA))
            ),
            disqualifiers=tuple(
                _read_disqualifier(reader, item, place)
                for place, item in reader.items(members, "disqualifiers", "", (0, MOST_DISQUALIFIERS))
            ),
            tiers=tuple(
                _read_tier(reader, item, place) for place, item in reader.items(members, "tiers", "", (1, MOST_TIERS))
            ),
            least_coverage=reader.share(members, "least_coverage", ""),
        )
        reader.distinct([criterion.key for criterion in content.criteria], "/criteria", "key")
        reader.distinct([disqualifier.key for disqualifier in content.disqualifiers], "/disqualifiers", "key")
        reader.distinct([tier.name for tier in content.tiers], "/tiers", "name")
        _check_thresholds(reader, content.tiers)
        if reader.faults:
            raise ProfileInvalid("The profile breaks the rules that its faults name.", faults=reader.faults)
        return content

    def to_json(self) -> dict[str, Any]:
        """The form that `from_json` reads; equal contents give equal JSON."""
        return {
            "name": self.name,
            "seller": self.seller,
            "customer": self.customer,
            "criteria": [criterion.to_json() for criterion in self.criteria],
            "disqualifiers": [disqualifier.to_json() for disqualifier in self.disqualifiers],
            "tiers": [tier.to_json() for tier in self.tiers],
            "least_coverage": f"{self.least_coverage.normalize():f}",
        }


def content_hash(content: ProfileContent) -> bytes:
    """The SHA-256 (32 bytes) of the content's canonical JSON: sorted names, no spaces, UTF-8."""
    return hashlib.sha256(orjson.dumps(content.to_json(), option=orjson.OPT_SORT_KEYS)).digest()


def _read_criterion(reader: Reader, value: object, pointer: str) -> Criterion:
    members = reader.members(value, pointer, ("key", "label", "weight", "question", "anchors"), ("keywords",))
    anchors = [reader.line(item, place, 300) for place, item in reader.items(members, "anchors", pointer, (5, 5))]
    keywords = [
        _read_keyword(reader, item, place)
        for place, item in reader.items(members, "keywords", pointer, (0, MOST_KEYWORDS))
    ]
    level0, level1, level2, level3, level4 = anchors or [""] * 5
    return Criterion(
        key=reader.key(members, pointer),
        label=reader.text(members, "label", pointer, 80),
        weight=reader.integer(members, "weight", pointer, (1, HEAVIEST)),
        question=reader.text(members, "question", pointer, 300),
        anchors=(level0, level1, level2, level3, level4),
        keywords=tuple(keywords),
    )


def _read_keyword(reader: Reader, value: object, pointer: str) -> str:
    keyword = reader.line(value, pointer, 60)
    if "," in keyword:
        reader.fault(pointer, "has_comma", "Must not hold a comma: the prompt lists keywords by commas.")
    return keyword


def _read_disqualifier(reader: Reader, value: object, pointer: str) -> Disqualifier:
    members = reader.members(value, pointer, ("key", "label", "question"))
    return Disqualifier(
        key=reader.key(members, pointer),
        label=reader.text(members, "label", pointer, 80),
        question=reader.text(members, "question", pointer, 300),
    )


def _read_tier(reader: Reader, value: object, pointer: str) -> Tier:
    members = reader.members(value, pointer, ("name", "at_least"))
    name = reader.text(members, "name", pointer, 20)
    if name and not _TIER_NAME.fullmatch(name):
        reader.fault(f"{pointer}/name", "bad_name", "Must be letters, digits, spaces, hyphens or underscores.")
    if name.lower() in set(SpecialTier):
        reader.fault(f"{pointer}/name", "reserved", "Is a tier that code gives.")
    return Tier(name=name, at_least=reader.integer(members, "at_least", pointer, (0, 100)))


def _check_thresholds(reader: Reader, tiers: tuple[Tier, ...]) -> None:
    if any((fault.pointer or "").startswith("/tiers") for fault in reader.faults):
        return  # a threshold that could not be read would be blamed twice
    for index, (above, below) in enumerate(pairwise(tiers), start=1):
        if below.at_least >= above.at_least:
            reader.fault(f"/tiers/{index}/at_least", "not_descending", "Must be under the tier before it.")
    if tiers and tiers[-1].at_least != 0:
        reader.fault(f"/tiers/{len(tiers) - 1}/at_least", "not_covered", "The last tier must begin at 0.")
