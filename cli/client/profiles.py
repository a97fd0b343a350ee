"""What can be done with profiles."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cli.client.api import ApiClient
from cli.client.errors import ClientError
from cli.client.transport import read_object
from cli.client.types import Job, read

Document = dict[str, Any]
PAGE = 200
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Source:
    """Which leads a preview judges: so many of the latest, these by id, or these as given; exactly one."""

    sample: int | None = None
    lead_ids: Sequence[str] = ()
    leads: Sequence[Any] = field(default_factory=tuple)


def list_profiles(api: ApiClient) -> list[Document]:
    """All profiles, the default first, then by name."""
    return list(api.iter_pages("/profiles", {}, limit=None, page=PAGE))


def list_presets(api: ApiClient) -> list[Document]:
    """The profiles that come with the product."""
    return list(_ask(api, "GET", "/profiles/presets").get("data", []))


def find_profile(api: ApiClient, named: str) -> Document:
    """The profile of this id or name, in any case; raises ClientError that names those that exist."""
    found = list_profiles(api)
    for one in found:
        if named.casefold() in {str(one.get("name", "")).casefold(), one.get("id")}:
            return _ask(api, "GET", f"/profiles/{one['id']}")
    names = ", ".join(repr(str(one.get("name"))) for one in found)
    raise ClientError(f"There is no profile {named!r}.", remedy=f"There are {names}.")


def get_version(api: ApiClient, profile: Document, number: int) -> Document:
    """A version with its content and what it changed; raises ApiProblem."""
    return _ask(api, "GET", f"/profiles/{profile['id']}/versions/{number}")


def validate_profile(api: ApiClient, content: Mapping[str, Any]) -> Document:
    """What creating this profile would meet: `valid`, `errors`, `warnings`, `size`."""
    return _ask(api, "POST", "/profiles/validate", content)


def push_profile(api: ApiClient, content: Mapping[str, Any], switches: Mapping[str, bool]) -> tuple[Document, bool]:
    """Make a profile, or a new version of the one of this name; with whether anything was made."""
    body = {"content": content, **switches}
    name = str(content.get("name", "")).casefold()
    known = next((one for one in list_profiles(api) if str(one.get("name", "")).casefold() == name), None)
    path = "/profiles" if known is None else f"/profiles/{known['id']}/versions"
    answer = api.http.post(path, body=_json(body), content_type=JSON)
    made = read_object(answer)
    profile_id = made["profile"]["id"] if "profile" in made else made["id"]
    return _ask(api, "GET", f"/profiles/{profile_id}"), answer.status_code == 201


def activate_version(api: ApiClient, profile: Document, number: int, *, default: bool) -> Document:
    """Let jobs take this version from now on; `default`: those too that name no profile."""
    said: dict[str, Any] = {"version": number}
    if default:
        said["default"] = True
    return _ask(api, "POST", f"/profiles/{profile['id']}/activate", said)


def delete_profile(api: ApiClient, profile: Document) -> None:
    """Delete a profile that nothing has used; raises ApiProblem."""
    api.http.send("DELETE", f"/profiles/{profile['id']}")


def preview_version(api: ApiClient, profile: Document, number: int, source: Source) -> Job:
    """Start a preview and return its job."""
    said: dict[str, Any] = {"version": number}
    if source.sample is not None:
        said["sample"] = source.sample
    if source.lead_ids:
        said["lead_ids"] = [*source.lead_ids]
    if source.leads:
        said["leads"] = [*source.leads]
    return read(_ask(api, "POST", f"/profiles/{profile['id']}/preview", said), Job)


def _ask(api: ApiClient, method: str, path: str, said: Mapping[str, Any] | None = None) -> Document:
    if method == "GET":
        return read_object(api.http.get(path))
    return read_object(api.http.send(method, path, body=_json(said or {}), content_type=JSON))


def _json(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()
