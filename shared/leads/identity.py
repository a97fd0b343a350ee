"""Who a lead is: the normalised e-mail address, else the company with the contact's name."""

# ruff: noqa: RUF001 (look-alikes of ASCII are what this file is about)

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

# an index row of PostgreSQL holds 2,704 bytes, and NFKC can make a name 18 times as long
MAX_IDENTITY_BYTES = 1_000

# their address is shared by companies that have nothing to do with one another
_SHARED_HOSTS = frozenset(
    (
        "bit.ly", "facebook.com", "github.io", "google.com", "instagram.com", "linkedin.com", "linktr.ee", "t.me",
        "tiktok.com", "twitter.com", "wixsite.com", "wordpress.com", "x.com", "xing.com", "youtube.com",
    )
)  # fmt: skip

_LEGAL_FORMS = frozenset(
    tuple(form.split())
    for form in (
        "gmbh", "gmbh co kg", "mbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "ug haftungsbeschrankt",
        "ug haftungsbeschränkt", "ek", "ev", "eg", "se", "co", "co kg", "company", "corp", "corporation", "inc",
        "incorporated", "llc", "llp", "lp", "ltd", "limited", "plc", "private limited", "pty", "pvt", "pte", "sa",
        "s a", "sas", "sasu", "sarl", "eurl", "sl", "slu", "srl", "s r l", "spa", "s p a", "sc", "lda", "ltda",
        "eireli", "spzoo", "sp zoo", "sp z oo", "spolka z oo", "spółka z oo", "sp k", "spk", "sp j", "sro", "as",
        "a s", "bv", "nv", "ab", "aps", "oy", "oyj", "kft", "zrt", "nyrt", "doo", "dd", "ood", "eood", "uab", "sia",
        "oü", "kk", "gk", "ооо", "оао", "зао", "ао", "пао", "тов", "ип", "株式会社", "有限会社", "合同会社", "株", "有",
        "有限公司", "有限责任公司", "股份有限公司", "주식회사", "شركة", "ذمم", "شمم",
    )
)  # fmt: skip
_LONGEST_FORM = max(map(len, _LEGAL_FORMS))
# these stand before a name as well, and without a space
_CJK_FORM = re.compile("(株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|주식회사)")
# urllib would do as well, but takes as long as all other checks of a lead together
_ADDRESS = re.compile(r"(?:https?://)?([^\s/?#:@\\]+)(?::\d{1,5})?(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
_ASCII_SEPARATORS = re.compile(r"[^0-9a-z]+")
_JOINED = str.maketrans(dict.fromkeys(".'’`´", ""))


class _Separators(dict[int, str]):
    """Letters, digits and marks stay, anything else becomes a space; each code point is looked up once."""

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        kept = character if unicodedata.category(character)[0] in "LNM" else " "
        self[code_point] = kept
        return kept


_SEPARATORS = _Separators()


def _words(text: str) -> list[str]:
    """The words of a name without case, width and punctuation."""
    if text.isascii():
        return _ASCII_SEPARATORS.sub(" ", text.lower().translate(_JOINED)).split()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return folded.translate(_JOINED).translate(_SEPARATORS).split()


def _without_legal_form(words: list[str]) -> list[str]:
    """The words without legal forms at either end, but never fewer than one."""
    changed = True
    while changed:
        changed = False
        for length in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
            if tuple(words[-length:]) in _LEGAL_FORMS:
                words, changed = words[:-length], True
                break
            # only these stand in front; "AG Muster" and "Co Worker" are names
            if length == 1 and not words[0].isascii() and (words[0],) in _LEGAL_FORMS:
                words, changed = words[1:], True
                break
    return words


def normalise_company(name: str) -> str:
    """A company's name without case, punctuation and legal form, so that two spellings of it are equal."""
    plain = unicodedata.normalize("NFKC", name) if not name.isascii() else name
    words = _without_legal_form(_words(plain if plain.isascii() else _CJK_FORM.sub(" ", plain) or plain))
    return " ".join(words) or " ".join(plain.casefold().split())


def _ascii_host(host: str) -> str:
    """The host in the form that DNS knows, so that both spellings of an international name are equal."""
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()


def website_host(website: str) -> str | None:
    """The host of an http(s) address with or without scheme, as it was written; None if there is none."""
    address = _ADDRESS.fullmatch(website)
    return address[1].rstrip(".") if address else None


def company_domain(website: str) -> str | None:
    """The domain that stands for a company, without www; None for hosts that many companies share."""
    host = website_host(website)
    if host is None:
        return None
    domain = _ascii_host(host).removeprefix("www.")
    parts = domain.split(".")
    shared = any(".".join(parts[start:]) in _SHARED_HOSTS for start in range(len(parts) - 1))
    return None if shared else domain


def normalise_email(email: str) -> str:
    """An address in lower case and NFKC, its domain as DNS knows it; tags after a plus sign stay."""
    plain = unicodedata.normalize("NFKC", email.strip()).lower() if not email.isascii() else email.strip().lower()
    local, _, domain = plain.rpartition("@")
    return f"{local}@{_ascii_host(domain)}"


def _bounded(kind: str, identity: str) -> str:
    encoded = identity.encode("utf-8", "surrogatepass")
    if len(encoded) <= MAX_IDENTITY_BYTES:
        return f"{kind}:{identity}"
    return f"{kind}:sha256:{hashlib.sha256(encoded).hexdigest()}"


def lead_identity(lead: Mapping[str, Any]) -> str:
    """`email:<address>`, else `company:<domain or name>|<contact>`; at most 1,008 bytes, equal for one person."""
    email = lead.get("contact_email")
    if email:
        return _bounded("email", normalise_email(email))
    website = lead.get("company_website")
    company = (company_domain(website) if website else None) or normalise_company(lead["company_name"])
    return _bounded("company", f"{company}|{' '.join(_words(lead.get('contact_name', '')))}")
