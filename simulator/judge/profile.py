"""The ideal customer profile, read back out of the system message that carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SECTION = re.compile(r"^# (?P<title>.+?)\s*$", re.MULTILINE)
_ENTRY = re.compile(r"^## (?P<key>[^:\n]+): (?P<label>.+?)(?: \(weight (?P<weight>[0-9.]+)\))?\s*$", re.MULTILINE)
_LINE = re.compile(r"^(?P<name>Question|Level (?P<level>[0-4])|Signs): *(?P<text>.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to judge: `anchors` are the texts of levels 0 to 4 (empty where the message gives none)."""

    key: str
    label: str
    question: str
    anchors: tuple[str, str, str, str, str]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disqualifier:
    """One reason to leave a lead alone, whatever its levels."""

    key: str
    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the system message asks to judge; both parts empty where it carries no profile."""

    criteria: tuple[Criterion, ...]
    disqualifiers: tuple[Disqualifier, ...]


def read_profile(system_message: str) -> Profile:
    """The profile of the sections `# Criteria` and `# Disqualifiers`; anything else in the message is passed over."""
    sections = dict(_sections(system_message))
    return Profile(
        criteria=tuple(
            Criterion(entry["key"], entry["label"], lines.get("Question", ""), _anchors(lines), _signs(lines))
            for entry, lines in _entries(sections.get("Criteria", ""))
        ),
        disqualifiers=tuple(
            Disqualifier(entry["key"], entry["label"], lines.get("Question", ""))
            for entry, lines in _entries(sections.get("Disqualifiers", ""))
        ),
    )


def _sections(message: str) -> Iterator[tuple[str, str]]:
    for head, body in _parts(_SECTION, message):
        yield head["title"], body


def _entries(section: str) -> Iterator[tuple[re.Match[str], dict[str, str]]]:
    for head, body in _parts(_ENTRY, section):
        yield head, {line["name"]: line["text"] for line in _LINE.finditer(body)}


def _parts(heading: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each heading of the text, and what stands between it and the next one."""
    heads = list(heading.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=False):
        yield head, text[head.end() : end]


def _anchors(lines: dict[str, str]) -> tuple[str, str, str, str, str]:
    zero, one, two, three, four = (lines.get(f"Level {level}", "") for level in range(5))
    return zero, one, two, three, four


def _signs(lines: dict[str, str]) -> tuple[str, ...]:
    return tuple(sign for sign in (part.strip() for part in lines.get("Signs", "").split(",")) if sign)
