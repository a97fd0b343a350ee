"""Reads the tree's own sources: which files there are, what they import, what they catch."""

from __future__ import annotations

import ast
import configparser
from collections.abc import Iterator
from pathlib import Path

TREE = Path(__file__).parents[2]
PRODUCT = ("api", "cli", "migrations", "shared", "simulator", "workers")
NOT_OURS = {"build", "dist", "htmlcov", "node_modules"}


def python_files() -> list[Path]:
    """Every Python file of ours, wherever it stands."""
    folders = [path for path in TREE.iterdir() if path.is_dir() and not path.name.startswith(".")]
    folders = [path for path in folders if path.name not in NOT_OURS and path.suffix != ".egg-info"]
    return sorted([*TREE.glob("*.py"), *(path for folder in folders for path in folder.rglob("*.py"))])


def sources(*rooms: str) -> Iterator[tuple[str, str]]:
    """(path below the tree, text) of every Python file of these rooms."""
    for room in rooms:
        for path in sorted((TREE / room).rglob("*.py")):
            yield path.relative_to(TREE).as_posix(), path.read_text()


def setup_cfg() -> configparser.ConfigParser:
    """setup.cfg, parsed."""
    config = configparser.ConfigParser(interpolation=None)
    config.read(TREE / "setup.cfg")
    return config


def names_of(value: str) -> set[str]:
    """The entries of a list in setup.cfg, one a line or between commas."""
    return {name.strip() for name in value.replace(",", "\n").splitlines() if name.strip()}


def modules_imported(source: str) -> set[str]:
    """Every module that a source imports, within functions too; `from a import b` may mean `a.b`, so it gives both."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def packages_imported(source: str) -> set[str]:
    """The first names of what a source imports."""
    return {module.split(".")[0] for module in modules_imported(source)}


def catches_all(source: str) -> bool:
    """Whether a source swallows every exception: a bare except, one of Exception, or suppress(Exception).

    A handler that cleans up and raises again is none.
    """
    return any(_swallows_all(node) for node in ast.walk(ast.parse(source)))


def _swallows_all(node: ast.AST) -> bool:
    if isinstance(node, ast.ExceptHandler):
        return not isinstance(node.body[-1], ast.Raise) and (node.type is None or _names_all(node.type))
    if isinstance(node, ast.Call) and _last_name(node.func) == "suppress":
        return any(_names_all(argument) for argument in node.args)
    return False


def _names_all(caught: ast.expr) -> bool:
    return bool({_last_name(node) for node in ast.walk(caught)} & {"Exception", "BaseException"})


def _last_name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
