"""The packages that are declared, locked and used are the same ones."""

from __future__ import annotations

import re
import sys

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.reading import PRODUCT, TREE, packages_imported, setup_cfg, sources

# the card's eleven; nine do their work in the product, two in its tests
CARD = {"celery", "redis", "flask", "flask-smorest", "sqlalchemy", "psycopg2-binary", "requests", "marshmallow",
        "sentry-sdk"}  # fmt: skip
CARD_IN_TESTS = {"pytest", "fakeredis"}
NOT_USED_YET: set[str] = set()
MODULES = {"flask-smorest": "flask_smorest", "psycopg2-binary": "psycopg2", "sentry-sdk": "sentry_sdk"}
PACKAGES = {"dotenv": "python-dotenv", "psycopg2": "psycopg2-binary", "yaml": "pyyaml"}
LOCKS = ("runtime", "local", "dev")


def declared(extra: str | None = None) -> dict[str, Requirement]:
    """What setup.cfg asks for, by canonical name."""
    config = setup_cfg()
    text = config["options.extras_require"][extra] if extra else config["options"]["install_requires"]
    found = [Requirement(line) for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def locked(lock: str) -> dict[str, str]:
    """Name and version of every entry of a lock."""
    text = (TREE / f"requirements/{lock}.txt").read_text()
    return dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;\\]+)", text, flags=re.MULTILINE))


def entries(text: str) -> list[str]:
    """The requirements of a lock, each with its hashes on the lines that follow."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return re.split(r"\n(?=\S)", "\n".join(lines))


class TestCard:
    def test_has_its_eleven_declared(self) -> None:
        assert declared().keys() >= CARD
        assert declared("dev").keys() >= CARD_IN_TESTS

    def test_has_each_used_where_it_does_its_work(self) -> None:
        product = set().union(*(packages_imported(text) for _, text in sources(*PRODUCT)))
        unused = {package for package in CARD if MODULES.get(package, package) not in product}
        # a package that is used by now must leave the exception, too
        assert unused == NOT_USED_YET
        assert set().union(*(packages_imported(text) for _, text in sources("tests"))) >= CARD_IN_TESTS


class TestImports:
    def test_of_the_product_come_from_locked_packages(self) -> None:
        """A package that only the tests bring along would be missing in production."""
        provided = {canonicalize_name(name) for name in locked("local")}
        for path, text in sources(*PRODUCT):
            for name in packages_imported(text) - {*PRODUCT, "__future__", *sys.stdlib_module_names}:
                assert canonicalize_name(PACKAGES.get(name, name)) in provided, f"{path}: {name}"


class TestLocks:
    @pytest.mark.parametrize("lock", LOCKS)
    def test_have_hashes_and_no_address(self, lock: str) -> None:
        text = (TREE / f"requirements/{lock}.txt").read_text()
        # comments included: uv writes its own command line into one
        assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host|^-[ei]\b| @ ", text, re.MULTILINE)
        found = entries(text)
        assert len(found) > 30
        whole = re.compile(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+.*--hash=sha256:", re.DOTALL)
        assert [entry for entry in found if not whole.match(entry)] == []

    def test_hold_what_setup_cfg_asks_for(self) -> None:
        for lock, extra in (("runtime", None), ("local", "local"), ("dev", "dev")):
            versions: dict[str, str] = {canonicalize_name(name): version for name, version in locked(lock).items()}
            for name, requirement in declared(extra).items():
                assert name in versions, f"{lock}: {name}; run `make lock`"
                assert requirement.specifier.contains(versions[name]), f"{lock}: {name}; run `make lock`"

    def test_agree_with_one_another(self) -> None:
        runtime, local, dev = (locked(lock) for lock in LOCKS)
        assert runtime.items() <= local.items() <= dev.items()

    @pytest.mark.parametrize("lock", ["runtime", "local", "dev"])
    def test_keep_the_extras_of_their_pins(self, lock: str) -> None:
        # without them pip 23 looks for `celery[redis]` beside the pin, and fails once a newer release is out
        text = (TREE / f"requirements/{lock}.txt").read_text()
        assert "\ncelery[redis]==" in text
        assert "--no-strip-extras" in (TREE / "Makefile").read_text()
