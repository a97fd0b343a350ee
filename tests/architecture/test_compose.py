"""compose/compose.yaml and .env.example name the same variables; without a required one compose ends and names it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from shared.settings import Settings
from tests.architecture.compose_file import (
    GIVEN,
    PATH,
    REQUIRED,
    SERVICES,
    ComposeRefused,
    interpolate,
    references,
    resolved,
    whole,
)
from tests.architecture.reading import TREE
from tests.architecture.test_documents import names_in, section
from tests.architecture.test_environment import HEADING_OF_COMPOSE, Example, examples


def of_compose() -> dict[str, Example]:
    """The variables of compose's own section of .env.example."""
    return {name: example for name, example in examples().items() if example.section.startswith(HEADING_OF_COMPOSE)}


def find_compose() -> list[str] | None:
    """Docker Compose's command on this machine, as a program or as a part of docker's; None where there is none."""
    for command in (["docker-compose"], ["docker", "compose"]):
        if shutil.which(command[0]):
            done = subprocess.run([*command, "version"], capture_output=True, timeout=60, check=False)
            if done.returncode == 0:
                return command
    return None


COMPOSE = find_compose()


class TestVariables:
    def test_are_those_of_the_example(self) -> None:
        used = {found["name"] or found["bare"] for found in references(whole())}
        assert used == of_compose().keys() | (used & Settings.model_fields.keys())

    def test_are_required_here_where_the_example_says_so_and_the_message_tells_what_to_set(self) -> None:
        for found in references(whole()):
            name = found["name"]
            told = examples()[name].comment
            if found["rule"] == ":?":
                assert told.startswith("required: "), name
                assert re.match(r"(set it to|choose) \w+", found["word"]), name
            else:
                assert told.startswith("optional: "), name
                assert found["rule"] == ":-", name

    def test_show_the_default_that_compose_takes(self) -> None:
        for found in references(whole()):
            if found["rule"] == ":-" and found["word"]:
                assert examples()[found["name"]].value == found["word"]

    def test_are_explained_to_whoever_deploys(self) -> None:
        told = section((TREE / "docs/deploy.md").read_text(), "## Variables")
        assert names_in(told) == of_compose().keys()
        for name, example in of_compose().items():
            row = re.search(rf"^\| `{name}` \|.*\| (\w+) \|(.*)\|$", told, flags=re.MULTILINE)
            assert row
            assert example.comment.startswith(f"{row[1]}: "), name
            default = re.search(r"default `(.*?)`", row[2])
            assert not default or default[1] == example.value

    def test_are_all_off_in_the_example_so_that_a_copy_starts_nothing_by_accident(self) -> None:
        assert len(of_compose()) > 8
        assert not [name for name, example in of_compose().items() if example.on]

    @pytest.mark.parametrize("name", REQUIRED)
    def test_that_are_required_stop_compose_and_are_named(self, name: str) -> None:
        for environment in ({**GIVEN, name: ""}, {key: value for key, value in GIVEN.items() if key != name}):
            with pytest.raises(ComposeRefused, match=f"required variable {name} is missing a value: [a-z]+ .*"):
                interpolate(whole(), environment)
        interpolate(whole(), GIVEN)

    def test_with_none_at_all_the_first_is_named(self) -> None:
        with pytest.raises(ComposeRefused, match="POSTGRES_PASSWORD"):
            interpolate(whole(), {})


class TestInterpolation:
    """The rules of the Compose specification, so that the tests above mean something."""

    @pytest.mark.parametrize(
        ("text", "environment", "becomes"),
        [
            ("${A}-$A", {"A": "1"}, "1-1"),
            ("${A}", {}, ""),
            ("${A:-b}", {"A": ""}, "b"),
            ("${A-b}", {"A": ""}, ""),
            ("${A:?b}", {"A": "1"}, "1"),
            ("${A:+b}${A+c}", {"A": ""}, "c"),
            ("$$A", {"A": "1"}, "$A"),
        ],
    )
    def test_follows_them(self, text: str, environment: Mapping[str, str], becomes: str) -> None:
        assert interpolate({"key": [text]}, environment) == {"key": [becomes]}

    @pytest.mark.parametrize(("text", "environment"), [("${A?b}", {}), ("${A:?b}", {"A": ""}), ("${}", {}), ("$", {})])
    def test_ends_where_compose_ends(self, text: str, environment: Mapping[str, str]) -> None:
        with pytest.raises(ComposeRefused):
            interpolate(text, environment)


@pytest.mark.skipif(COMPOSE is None, reason="compose's own parser is not on this machine")
class TestOwnParser:
    """The same by Docker Compose itself, which needs no engine for that."""

    def refusal(self, tmp_path: Path, environment: Mapping[str, str]) -> str:
        """What compose says when it refuses; empty when it does not."""
        lines = tmp_path / "env"
        lines.write_text("".join(f"{name}={value}\n" for name, value in environment.items()))
        assert COMPOSE
        command = [*COMPOSE, "-f", str(PATH), "--env-file", str(lines), "config", "--quiet"]
        bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        done = subprocess.run(command, env=bare, capture_output=True, text=True, timeout=60, check=False)
        assert bool(done.returncode) == bool(done.stderr)
        return done.stderr

    def test_takes_the_file(self, tmp_path: Path) -> None:
        assert self.refusal(tmp_path, GIVEN) == ""

    @pytest.mark.parametrize("name", REQUIRED)
    def test_refuses_without_a_required_variable(self, tmp_path: Path, name: str) -> None:
        given = {key: value for key, value in GIVEN.items() if key != name}
        assert f"required variable {name} is missing a value" in self.refusal(tmp_path, given)


class TestProxy:
    def test_may_say_that_the_browser_came_by_https_and_nobody_else_reaches_the_api(self) -> None:
        """Without its word no session cookie would be Secure; with it the port must stay on loopback."""
        api = SERVICES["api"]
        assert api["environment"]["FORWARDED_ALLOW_IPS"] == "*"
        assert api["ports"] == ["${API_ADDRESS:-127.0.0.1:8001}:8001"]


class TestSecrets:
    def test_are_never_written_down(self) -> None:
        """Whatever sounds like a secret is one variable without a default, or an address around one."""
        sounds = re.compile(r"PASSWORD|SECRET|KEY|AUTH|TOKEN|_URL$")
        seen = 0
        for service in SERVICES.values():
            for name, value in service.get("environment", {}).items():
                if sounds.search(name) and value is not None and name != "POSTGRES_INITDB_ARGS":
                    assert ":?" in value, name
                    seen += 1
        assert seen > 12

    def test_stand_in_no_command_line(self) -> None:
        for name, service in SERVICES.items():
            for part in ("command", "healthcheck", "labels"):
                assert not list(references(service.get(part))), f"{name}: {part}"

    def test_of_an_address_are_the_servers_own(self) -> None:
        started = resolved(POSTGRES_PASSWORD="pg", REDIS_PASSWORD="rd")
        assert started["api"]["environment"]["DATABASE_URL"] == "postgresql://sales_agent:pg@postgres:5432/sales_agent"
        postgres = started["postgres"]["environment"]
        assert (postgres["POSTGRES_USER"], postgres["POSTGRES_DB"], postgres["POSTGRES_PASSWORD"]) == (
            "sales_agent", "sales_agent", "pg",
        )  # fmt: skip
        assert started["api"]["environment"]["REDIS_URL"] == "redis://:rd@redis:6379/0"
        assert started["flower"]["environment"]["CELERY_BROKER_URL"] == "redis://:rd@redis:6379/0"
        assert started["redis"]["environment"]["REDISCLI_AUTH"] == "rd"


class TestSchema:
    def test_of_the_compose_specification_is_kept(self) -> None:
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(PATH)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout
