"""How profiles, their versions and previews look on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rich.table import Table
from rich.text import Text

from cli.client.problem import read_faults
from cli.client.profile_file import ProfileFile
from cli.client.types import Result
from cli.commands.tables import list_table
from cli.commands.terminal import Terminal
from cli.commands.text import plain, shorten
from cli.commands.verdicts import TIER_STYLES
from shared.errors import Fault

ENVELOPE = "/content"
LONGEST_NAME = 40


def with_lines(raw: object, file: ProfileFile) -> Sequence[Fault]:
    """The faults that the API found, each with the line of the file where its place begins."""
    faults = []
    for fault in read_faults(raw):
        pointer = (fault.pointer or "").removeprefix(ENVELOPE)
        faults.append(replace(fault, pointer=pointer or "/", row=file.line_of(pointer)))
    return faults


def profiles_table(found: Iterable[Mapping[str, Any]]) -> Table:
    """One row a profile."""
    table = list_table("name…", ">active", ">newest", "for jobs that name none", "id")
    for one in found:
        table.add_row(
            Text(shorten(one.get("name"), LONGEST_NAME)),
            str(one.get("active_version") or "-"),
            str(one.get("latest_version")),
            "yes" if one.get("is_default") else "",
            plain(one.get("id")),
        )
    return table


def say_profile(terminal: Terminal, profile: Mapping[str, Any]) -> None:
    """The profile's versions, newest first."""
    table = list_table(">version", "made (UTC)", "first used (UTC)", "state")
    for one in profile["versions"]:
        state = "active" if one["is_active"] else "draft" if one["editable"] else "fixed"
        table.add_row(str(one["version"]), _moment(one["created_at"]), _moment(one["used_at"]), state)
    terminal.out.print(table)
    terminal.say("")


def say_version(terminal: Terminal, document: Mapping[str, Any]) -> None:
    """What a version says: criteria with weights, tiers, and what it changed."""
    content = document["content"]
    version = f" version {document['version']}" if "version" in document else ""
    terminal.say(f"{plain(content['name'])}{version}", style="bold")
    terminal.say(plain(content["seller"]))
    terminal.say(plain(content["customer"]))
    table = list_table("criterion…", ">weight", "question…")
    for criterion in content["criteria"]:
        table.add_row(Text(plain(criterion["label"])), str(criterion["weight"]), Text(plain(criterion["question"])))
    table.add_row("", str(sum(criterion["weight"] for criterion in content["criteria"])), "", style="bold")
    terminal.out.print(table)
    tiers = ", ".join(f"{plain(tier['name'])} from {tier['at_least']}" for tier in content["tiers"])
    terminal.say(f"tiers: {tiers}; a tier needs {float(content['least_coverage']) * 100:.0f} % coverage")
    for disqualifier in content["disqualifiers"]:
        terminal.say(f"rules out: {plain(disqualifier['question'])}")
    for change in document.get("changes", ()):
        terminal.say(f"changed: {plain(change['words'])}")


def previewed_table(found: Iterable[Result]) -> Table:
    """One row a lead: its score now, and what the previewed version makes of it."""
    table = list_table("company…", ">now", "tier", ">preview", "tier", ">change", "why…")
    for result in found:
        current: Mapping[str, Any] = result.raw.get("current") or {}
        verdict = result.result
        now, then = current.get("score"), verdict.score if verdict else None
        failed = plain(result.error.message) if result.error else result.status
        table.add_row(
            Text(shorten(result.company, LONGEST_NAME)),
            "-" if now is None else str(now),
            _tier(current.get("tier")),
            "-" if then is None else str(then),
            _tier(verdict.tier if verdict else None),
            "" if now is None or then is None else f"{then - now:+d}",
            Text(shorten(verdict.reasoning, 60) if verdict else failed),
        )
    return table


def _tier(name: object) -> Text:
    return Text(plain(name), style=TIER_STYLES.get(plain(name), ""))


def _moment(value: object) -> str:
    return plain(value)[:16].replace("T", " ") if value else ""
