"""Which answers were seen of which operation, by the service's own log, beside those that the document promises."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

METHODS = {"get", "post", "put", "delete", "patch"}
# what each side sends as X-Request-Id, so that the log tells them apart
GENERATED = "generated-by-schemathesis"
PROVOKED = "provoked-by-a-test"
SIGNS = {GENERATED: "g", PROVOKED: "p"}


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document."""

    name: str
    method: str
    path: str
    definition: Mapping[str, Any]

    @property
    def statuses(self) -> list[int]:
        """What it is documented to answer, other than a fault of ours."""
        return sorted(int(status) for status in self.definition["responses"] if status != "default")

    @property
    def scopes(self) -> list[str] | None:
        """The scopes that a key needs; empty: any key will do; None: none is asked for."""
        security = self.definition["security"]
        return next((one["apiKey"] for one in security if "apiKey" in one), None)

    @property
    def media_types(self) -> list[str]:
        """The forms of body that it takes."""
        return [*self.definition.get("requestBody", {}).get("content", {})]


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the service's log."""

    method: str
    route: str | None
    status: int
    by: str


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """All of them, in the document's order."""
    return [
        Operation(definition["operationId"], method.upper(), path, definition)
        for path, methods in document["paths"].items()
        for method, definition in methods.items()
        if method in METHODS
    ]


def answers(log: Path) -> Iterator[Answer]:
    """What the API says that it answered, asked by us or by anyone."""
    with log.open() as lines:
        for line in lines:
            if '"http_request"' in line:
                said = json.loads(line)
                yield Answer(said["method"], said["route"], said["status"], said["request_id"])


class Seen:
    """Statuses by operation, and who met them."""

    def __init__(self, documented: Iterable[Operation]) -> None:
        self.documented = [*documented]
        self._by_route = {(one.method, one.path): one.name for one in self.documented}
        self.met: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))

    def take(self, log: Path) -> None:
        """Add what a log tells; answers to others, and of what is no operation, are left out."""
        for answer in answers(log):
            # /jobs/<uuid:job_id> in the log is /jobs/{job_id} in the document
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", answer.route or "")
            name = self._by_route.get((answer.method, path))
            if name and answer.by in SIGNS:
                self.met[name][answer.status].add(SIGNS[answer.by])

    def faults(self) -> list[str]:
        """Documented and never seen, seen and not documented, and operations that never did what they are for."""
        found = []
        for one in self.documented:
            met = self.met[one.name]
            found += [
                f"{one.name}: {status} is documented and was never seen"
                for status in one.statuses
                if not met.get(status)
            ]
            found += [
                f"{one.name}: {status} was seen and is not documented" for status in met if status not in one.statuses
            ]
            if not any(200 <= status < 300 for status in met):
                found.append(f"{one.name}: nothing succeeded")
        return found

    def table(self) -> str:
        """Operations by documented status: g generated, p provoked, `-` never, blank: not documented."""
        columns = sorted({status for one in self.documented for status in {*one.statuses, *self.met[one.name]}})
        width = max(len(one.name) for one in self.documented)
        lines = ["".ljust(width) + "".join(f"{status:>5}" for status in columns)]
        for one in self.documented:
            cells = [self._cell(one, status) for status in columns]
            lines.append(one.name.ljust(width) + "".join(f"{cell:>5}" for cell in cells))
        return "\n".join(line.rstrip() for line in lines)

    def _cell(self, one: Operation, status: int) -> str:
        signs = "".join(sorted(self.met[one.name].get(status, ())))
        if status not in one.statuses:
            return f"!{signs}" if signs else ""
        return signs or "-"
