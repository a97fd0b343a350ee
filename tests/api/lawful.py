"""Makes a generated request keep the rules that OpenAPI cannot say; what it can say is said in the document instead."""

from __future__ import annotations

import io
import itertools
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

# any of these may follow one another in a text, but not in one line
_TURNS = itertools.count(1)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_XML = re.compile(r"[^\t\n\x20-\x7e\xa0-\u1fff\u3001-\ud7ff]")
_TIMES = "%Y-%m-%dT%H:%M:%SZ"
_EMAIL = re.compile(r"[a-z]+@[a-z]+\.[a-z]{2,}")
_WEBSITE = re.compile(r"(https?://)?[a-z]+\.[a-z]{2,}")


def lawful_query(operation: str, media_type: str | None, query: dict[str, Any]) -> dict[str, Any]:
    """The query without what only the service can give, and within what moves with the clock."""
    # a cursor is the service's own; one that was made up is refused
    query.pop("cursor", None)
    if operation == "getSummary" and "since" in query:
        query["since"] = _moment(days_ago=1)
    if operation == "listResults" and query.get("format", "json") != "json":
        # a file has all results, in input order
        query = {name: value for name, value in query.items() if name in ("format", "status")}
    if operation == "createJob":
        if media_type == "application/json":
            # a JSON body says these itself
            return {}
        for named in ("profile", "profile_version", "encoding", "map", "sheet"):
            query.pop(named, None)
    return query


def lawful_body(operation: str, body: dict[str, Any], things: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The body with every rule kept that its schema cannot say."""
    body = dict(body)
    if isinstance(body.get("content"), dict):
        body["content"] = lawful_profile(body["content"])
        # a name that another profile has is a conflict
        body["content"]["name"] = f"{body['content']['name'][:100]} {next(_TURNS)}"
    for name, mend in (("leads", lawful_leads), ("lead", lawful_lead), ("metadata", _by_clean_keys)):
        if isinstance(body.get(name), list | dict):
            body[name] = mend(body[name])
    # named things must be there
    body.pop("profile", None)
    body.pop("profile_version", None)
    if body.get("version") is not None:
        body["version"] = 1
    if isinstance(body.get("lead_ids"), list):
        body["lead_ids"] = things["lead_ids"][: len(body["lead_ids"])]
    if body.get("tier") is not None:
        body["tier"] = things["tier"][0]
    if operation == "recordOutcome" and body.get("at") is not None:
        body["at"] = _moment(days_ago=1)
    if operation == "signIn" and body.get("key") is not None:
        body["key"] = things["key"][0]
    return body


def _csv(text: str) -> str:
    """A file of one lead that says this text, quoted."""
    said = text.replace('"', '""')
    return f'Company,Notes\nNorthwind Robotics,"{_NOT_IN_TEXT.sub(" ", said)[:5000]}"\n'


def _ndjson(text: str) -> str:
    """A line with a lead that says this text."""
    return json.dumps({"company_name": "Northwind Robotics", "notes": _NOT_IN_TEXT.sub(" ", text)[:5000]}) + "\n"


def workbook(text: str) -> bytes:
    """An XLSX file of one lead that says this text, without what no XML can hold."""
    from openpyxl import Workbook  # noqa: PLC0415 - comes with the form of body that needs it

    book = Workbook()
    for row in (("Company", "Notes"), ("Northwind Robotics", f"Says {_NOT_IN_XML.sub(' ', text)[:5000]}")):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


# bodies that are files: to a schema they are any text; a workbook is written when it is sent (hooks.py)
FILES: Mapping[str, Callable[[str], str]] = {"text/csv": _csv, "application/x-ndjson": _ndjson}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def lawful_leads(leads: list[Any]) -> list[Any]:
    """Leads that are taken; no two have the same id."""
    mended = [lawful_lead(lead) for lead in leads]
    for index, lead in enumerate(mended):
        if isinstance(lead, dict) and "custom_id" in lead:
            lead["custom_id"] = f"{lead['custom_id'][:50]}-{index}"
    return mended


def lawful_lead(lead: Any) -> Any:
    """A lead that is taken: addresses are addresses, names have a letter, lines no control characters."""
    if not isinstance(lead, dict):
        return lead
    lead = {name: _clean(value) if isinstance(value, str) else value for name, value in lead.items()}
    if "company_name" in lead and not any(map(str.isalnum, lead["company_name"])):
        lead["company_name"] = f"{lead['company_name'][:200]} Northwind"
    if lead.get("contact_email") and not _EMAIL.fullmatch(lead["contact_email"]):
        lead["contact_email"] = "ada@northwind.example"
    if lead.get("company_website") and not _WEBSITE.fullmatch(lead["company_website"]):
        lead["company_website"] = "northwind.example"
    if isinstance(lead.get("additional_data"), dict):
        lead["additional_data"] = _by_clean_keys(lead["additional_data"])
    return lead


def lawful_profile(content: dict[str, Any]) -> dict[str, Any]:
    """A profile whose levels, keys and tiers differ, and whose tiers fall to 0."""
    content = dict(content)
    for name in ("criteria", "disqualifiers"):
        content[name] = [
            {**one, "key": f"k{index}_{one['key'][:30]}"} for index, one in enumerate(content.get(name) or [])
        ]
    for criterion in content["criteria"]:
        criterion["anchors"] = [f"{level} {text[:290]}" for level, text in enumerate(criterion["anchors"])]
    tiers = content.get("tiers") or []
    content["tiers"] = [
        {"name": f"T{index}", "at_least": 10 * (len(tiers) - index - 1)} for index, _ in enumerate(tiers)
    ]
    content["least_coverage"] = round(content["least_coverage"], 4)
    return content


def _by_clean_keys(pairs: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{index} {_clean(key)[:50].strip()}".strip(): _clean(value) if isinstance(value, str) else value
        for index, (key, value) in enumerate(pairs.items())
    }


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _moment(*, days_ago: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days_ago)).strftime(_TIMES)
