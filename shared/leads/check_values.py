"""Checks single values of a lead: text, e-mail and web addresses, and the sender's own additional data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from shared.leads.fields import (
    MAX_ADDITIONAL_KEY_CHARS,
    MAX_ADDITIONAL_KEYS,
    MAX_ADDITIONAL_NUMBER,
    MAX_ADDITIONAL_VALUE_CHARS,
    LeadField,
)
from shared.leads.identity import website_host

# white space, and the characters that have no width: a value of nothing else is empty
_BLANK = (
    " \t\n\r\x0b\x0c\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f"
    "\u205f\u3000\u200b\u200c\u200d\u2060\ufeff"
)
_NOT_ON_ONE_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

# what exports write where nothing is known
_NO_ADDRESS = frozenset(("-", "--", "?", "n/a", "na", "#n/a", "none", "null", "nil", "k.a.", "unknown"))
_LOCAL_PART = r"(?!\.)(?!.*\.\.)[^\s\x00-\x20\x7f()<>\[\]\\,;:@\"]{1,64}(?<!\.)"
# any letter but ASCII punctuation: an international domain may hold marks that \w does not know
_LABEL = r"(?!-)[^\s\x00-\x2c\x2e\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]{1,63}(?<!-)"
_HOST = rf"(?=.{{4,253}}$)(?:{_LABEL}\.)+(?!\d+$)(?={_LABEL}$)..+"
_EMAIL_PATTERN = re.compile(rf"{_LOCAL_PART}@{_HOST}")
_HOST_PATTERN = re.compile(_HOST)

_KINDS: Mapping[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}


class RefusedValue(Exception):
    """A value cannot be taken: a stable code, and a sentence with the remedy and without the value."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "of another kind")


def _number_as_text(field: LeadField, value: float) -> str:
    if not abs(value) <= MAX_ADDITIONAL_NUMBER:  # so written that NaN is refused too
        raise RefusedValue("invalid_number", f"{field.name} is not a number that can be kept; send it as text.")
    return str(int(value)) if value == int(value) else repr(value)


def _checked_text(name: str, text: str, *, max_chars: int, multiline: bool) -> str:
    text = text.strip(_BLANK)
    if len(text) > max_chars:
        detail = f"{name} has {len(text):,} characters, at most {max_chars:,} are kept; shorten it."
        raise RefusedValue("too_long", detail)
    if text.isprintable():
        return text
    if (_NOT_IN_TEXT if multiline else _NOT_ON_ONE_LINE).search(text):
        where = "" if multiline else " or a line break"
        detail = f"{name} holds a control character{where} or half of a character; take it out."
        raise RefusedValue("invalid_character", detail)
    return text.replace("\r\n", "\n").replace("\r", "\n") if multiline else text


def check_text(field: LeadField, value: object) -> str:
    """The value stripped, with line ends as \\n; empty if nothing is in it; raises RefusedValue."""
    if isinstance(value, str):
        return _checked_text(field.name, value, max_chars=field.max_chars, multiline=field.multiline)
    if field.name == "company_size" and isinstance(value, int | float) and not isinstance(value, bool):
        return _number_as_text(field, value)
    raise RefusedValue("wrong_type", f"{field.name} is {_kind(value)}; send it as text, in quotes.")


def check_company_name(field: LeadField, value: object) -> str:
    """A name with at least one letter or digit; raises RefusedValue."""
    text = "" if value is None else check_text(field, value)
    if not any(map(str.isalnum, text)):
        raise RefusedValue("missing_company_name", "company_name is missing; every lead needs its company's name.")
    return text


def check_email(field: LeadField, value: object) -> str:
    """One address with a domain, by its form alone; a place-holder such as n/a is empty; raises RefusedValue."""
    text = check_text(field, value)
    if not text or text.lower() in _NO_ADDRESS:
        return ""
    if not _EMAIL_PATTERN.fullmatch(text):
        detail = f"{field.name} is not one e-mail address; write it as name@company.example, or leave it empty."
        raise RefusedValue("invalid_email", detail)
    return text


def check_website(field: LeadField, value: object) -> str:
    """A host with a domain, with or without http(s) and path; a place-holder is empty; raises RefusedValue."""
    text = check_text(field, value)
    if not text or text.lower() in _NO_ADDRESS:
        return ""
    if not _HOST_PATTERN.fullmatch(website_host(text) or ""):
        detail = f"{field.name} is not one web address; write it as www.company.example, or leave it empty."
        raise RefusedValue("invalid_website", detail)
    return text


def _check_key(key: object) -> str:
    name = key.strip(_BLANK) if isinstance(key, str) else ""
    if not name or len(name) > MAX_ADDITIONAL_KEY_CHARS or _NOT_ON_ONE_LINE.search(name):
        detail = f"A key of additional_data must be 1 to {MAX_ADDITIONAL_KEY_CHARS} printable characters; rename it."
        raise RefusedValue("invalid_key", detail)
    return name


def _check_additional_value(value: object) -> str | int | float | bool:
    if isinstance(value, str):
        return _checked_text("The value", value, max_chars=MAX_ADDITIONAL_VALUE_CHARS, multiline=True)
    if not isinstance(value, bool | int | float):
        detail = f"The value is {_kind(value)}; additional_data takes text, numbers, true, false and null."
        raise RefusedValue("wrong_type", detail)
    if not abs(value) <= MAX_ADDITIONAL_NUMBER:  # so written that NaN is refused too
        raise RefusedValue("invalid_number", "The number cannot be kept exactly; send it as text.")
    return value


def check_additional(value: object) -> tuple[dict[str, Any], list[tuple[str | None, RefusedValue]]]:
    """What can be kept of additional_data, and each refusal with its key; None is the object or an unfit key."""
    if not isinstance(value, dict):
        detail = f"additional_data is {_kind(value)}; send an object of names and values."
        return {}, [(None, RefusedValue("wrong_type", detail))]
    if len(value) > MAX_ADDITIONAL_KEYS:
        detail = f"additional_data has {len(value):,} keys, at most {MAX_ADDITIONAL_KEYS} are kept; leave some out."
        return {}, [(None, RefusedValue("too_many_keys", detail))]
    kept: dict[str, Any] = {}
    refused: list[tuple[str | None, RefusedValue]] = []
    for key, item in value.items():
        shown: str | None = None
        try:
            name = _check_key(key)
            shown = key
            checked = None if item is None else _check_additional_value(item)
            if name in kept:
                raise RefusedValue("invalid_key", "Two keys of additional_data differ only in spaces; rename one.")
        except RefusedValue as refusal:
            refused.append((shown, refusal))
            continue
        if checked is not None and checked != "":
            kept[name] = checked
    return kept, refused
