"""Every command that a page tells its reader to type exists, with every option."""

from __future__ import annotations

import importlib.util
import itertools
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.main import main
from tests.architecture.reading import TREE
from tests.architecture.test_documents import MORE_PAGES, PAGES, short

MAKEFILE = (TREE / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z][a-z0-9-]*):.*## ", MAKEFILE, flags=re.MULTILINE))
COMMAND = re.compile(r"(?:^|[\s(|/])(make|sales-agent|python3? -m)(?= )")
# what may stand before a program's name, so that it is the program and not a word of another's arguments
BEFORE = re.compile(r"(.*(\||&&|;|\$\() *)?([A-Z_]+=\S+ )*[\w./]*")
# what a page announces for later
PLANNED = re.compile(r"^## What is not there yet$.*?(?=^## )", flags=re.DOTALL | re.MULTILINE)


def shell_lines(text: str) -> Iterator[str]:
    """The lines of shell blocks, joined where they go on, and what stands between backticks elsewhere."""
    blocks = re.findall(r"^ *```(\w*)\n(.*?)^ *```", text, flags=re.DOTALL | re.MULTILINE)
    for language, block in blocks:
        if language in {"", "sh", "bash", "console"}:
            yield from block.replace("\\\n", " ").splitlines()
    prose = re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE)
    yield from re.findall(r"`([^`\n]+)`", prose)


def commands(text: str) -> Iterator[list[str]]:
    """Our commands in a text, each as its words, from the program's name up to the next shell operator."""
    for line in shell_lines(text):
        bare = line.split(" #")[0].strip().removeprefix("$ ")
        for found in COMMAND.finditer(bare):
            if BEFORE.fullmatch(bare[: found.start(1)]):
                lexer = shlex.shlex(bare[found.start(1) :], posix=True, punctuation_chars=True)
                lexer.whitespace_split = True
                words = itertools.takewhile(lambda word: word[0] not in "();<>|&", lexer)
                yield [word for word in words if word != "…"]


def fault_of(words: list[str]) -> str | None:
    """What is wrong with a command, or None."""
    if words[0] == "make":
        wanted = [word for word in words[1:] if "=" not in word and not word.startswith("-")]
        return next((f"no target {word}" for word in wanted if word not in TARGETS), None)
    if words[0].startswith("python"):
        return None if importlib.util.find_spec(words[2]) else f"no module {words[2]}"
    return fault_of_sales_agent(words[1:])


def fault_of_sales_agent(words: list[str]) -> str | None:
    """What is wrong with the words behind `sales-agent`, or None: commands down to the last, then its options."""
    command: click.Command = main
    context = click.Context(command, info_name="sales-agent")
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        if found is None:
            return f"no command {words[0]}"
        command, words = found, words[1:]
    known = {name for parameter in command.get_params(context) for name in (*parameter.opts, *parameter.secondary_opts)}
    # a word with a space in it is one quoted value
    options = [word.split("=")[0] for word in words if re.match(r"--?[a-z]", word) and " " not in word]
    return next((f"no option {option} of {command.name}" for option in options if option not in known), None)


class TestCommands:
    @pytest.mark.parametrize("page", [*PAGES, *MORE_PAGES], ids=short)
    def test_exist_as_the_page_says(self, page: Path) -> None:
        faults = [(" ".join(words), fault_of(words)) for words in commands(PLANNED.sub("", page.read_text()))]
        assert [fault for fault in faults if fault[1]] == []

    def test_are_found_in_the_readme(self) -> None:
        found = {" ".join(words[:2]) for words in commands((TREE / "README.md").read_text())}
        assert {"make demo", "make test", "make help", "sales-agent submit", "sales-agent keys"} <= found

    @pytest.mark.parametrize(
        ("line", "fault"),
        [
            ("make nothing", "no target nothing"),
            ("sales-agent fly", "no command fly"),
            ("sales-agent keys lose", "no command lose"),
            ("sales-agent submit leads.csv --fast", "no option --fast of submit"),
            ("python -m nowhere", "no module nowhere"),
        ],
    )
    def test_that_do_not_exist_are_seen(self, line: str, fault: str) -> None:
        for text in (f"Type `{line}`.", f"```bash\n$ .venv/bin/{line}  # now\n```\n"):
            assert [fault_of(words) for words in commands(text)] == [fault]


class TestMakefile:
    def test_has_every_target_in_help_and_declared_phony(self) -> None:
        phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, flags=re.MULTILINE)
        assert phony
        assert set(phony.group(1).split()) == TARGETS
        assert set(re.findall(r"^([a-z][a-z0-9-]*):", MAKEFILE, flags=re.MULTILINE)) == TARGETS

    def test_runs_in_ci_what_the_readme_says(self) -> None:
        for command in ("make test", "make test-api", "make e2e"):
            assert re.search(rf"^{command}$", (TREE / ".ci/run").read_text(), flags=re.MULTILINE), command
