"""A profile in a file: YAML (or JSON, which YAML reads), with the line of each part for naming faults."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from cli.client.errors import ClientError

# aliases let a short file say endlessly much
MOST_PARTS = 20_000
_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null"))


@dataclass(frozen=True, slots=True)
class ProfileFile:
    """What the file says, and JSON pointer → line (from 1) of each of its parts."""

    content: dict[str, Any]
    lines: Mapping[str, int]

    def line_of(self, pointer: str) -> int | None:
        """The line of this part, or of the nearest part around it."""
        place = pointer
        while place and place not in self.lines:
            place = place.rpartition("/")[0]
        return self.lines.get(place)


def read_profile_file(raw: bytes) -> ProfileFile:
    """Read a profile; raises ClientError that names line and column of what cannot be read."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClientError(f"The file is not UTF-8 (byte {error.start}).", remedy="Save it in UTF-8.") from None
    try:
        reader = _Reader(yaml.SafeLoader(text))
        content = reader.read()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"Line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise ClientError(f"{where}{error.problem or 'this is not YAML'}.", remedy=_EXAMPLE) from None
    except yaml.YAMLError as error:
        raise ClientError(f"The file is not YAML: {error}.", remedy=_EXAMPLE) from None
    if not isinstance(content, dict):
        raise ClientError("The file holds no profile.", remedy=_EXAMPLE)
    return ProfileFile(content, reader.lines)


_EXAMPLE = "`sales-agent profiles show b2b --yaml` prints one to begin with."


class _Reader:
    """Makes plain values of nodes and notes where each stands."""

    def __init__(self, loader: yaml.SafeLoader) -> None:
        self._loader = loader
        self._parts = 0
        self.lines: dict[str, int] = {}

    def read(self) -> Any:
        """What the only document says, None if there is none; raises YAMLError."""
        node = self._loader.get_single_node()
        return None if node is None else self._value(node, "")

    def _value(self, node: yaml.Node, pointer: str) -> Any:
        """The node as JSON has it; raises MarkedYAMLError for a name that stands twice, and for what JSON has not."""
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise yaml.MarkedYAMLError(problem="the file says too much", problem_mark=node.start_mark)
        self.lines[pointer] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, pointer)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, f"{pointer}/{index}") for index, item in enumerate(node.value)]
        # a date, say, is what was written
        return self._loader.construct_object(node) if node.tag in _PLAIN_TAGS else node.value

    def _mapping(self, node: yaml.MappingNode, pointer: str) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for name_node, value_node in node.value:
            name: Hashable = name_node.value if isinstance(name_node, yaml.ScalarNode) else None
            if not isinstance(name, str) or name == "<<":
                raise yaml.MarkedYAMLError(problem="this name is not a text", problem_mark=name_node.start_mark)
            if name in members:
                raise yaml.MarkedYAMLError(
                    problem=f"{name!r} stands here for the second time", problem_mark=name_node.start_mark
                )
            place = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            members[name] = self._value(value_node, place)
            self.lines[place] = name_node.start_mark.line + 1
        return members


def write_profile_file(content: Mapping[str, Any]) -> str:
    """A profile as YAML that `read_profile_file` reads back."""
    return yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True, width=100)
