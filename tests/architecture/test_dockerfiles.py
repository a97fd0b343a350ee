"""Dockerfile.api and Dockerfile.worker: locked packages, no root, and nothing inside without a use in production.

What only a build can show is shown by the job `docker-build` of the workflow.
"""

from __future__ import annotations

import json
import re

import pytest

from shared.queue.names import Queue
from shared.queue.transport import SWEEP_QUEUE
from tests.architecture.compose_file import SERVICES
from tests.architecture.reading import TREE

FILES = ("Dockerfile.api", "Dockerfile.worker")
IGNORED = (TREE / ".dockerignore").read_text().splitlines()


def instructions(name: str) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile, comments left out and lines joined where they go on."""
    lines = [line for line in (TREE / name).read_text().splitlines() if line.strip() and line[0] != "#"]
    text = re.sub(r"\\\n", " ", "\n".join(lines))
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in text.splitlines())]


def final(name: str) -> list[tuple[str, str]]:
    """The instructions of the image that a build without a target gives."""
    found = instructions(name)
    begins = max(number for number, (word, _) in enumerate(found) if word == "FROM")
    return found[begins:]


def copied(name: str) -> set[str]:
    """What is copied out of the project, in any stage."""
    sources = [rest.split() for word, rest in instructions(name) if word == "COPY" and "--from=" not in rest]
    return {source.rstrip("/") for words in sources for source in words[:-1]}


@pytest.mark.parametrize("name", FILES)
class TestBoth:
    def test_run_as_appuser_and_are_asked_whether_they_are_well(self, name: str) -> None:
        said = dict(final(name))
        assert said["USER"] == "appuser"
        assert said["HEALTHCHECK"]
        assert [rest for word, rest in final(name) if word in {"USER", "CMD"}][-1] == said["CMD"]

    def test_start_a_program_and_no_shell_so_that_it_gets_the_signal(self, name: str) -> None:
        command = json.loads(dict(final(name))["CMD"])
        assert command[0] in {"gunicorn", "celery"}
        assert "ENTRYPOINT" not in dict(final(name))

    def test_install_from_locks_with_hashes_and_wheels_only(self, name: str) -> None:
        installs = [part for _, rest in instructions(name) for part in rest.split("&&") if " install " in part]
        installs = [part for part in installs if "pip" in part]
        assert len(installs) >= 3
        for part in installs:
            if "wheels/*.whl" in part:
                assert "--no-deps" in part
            else:
                assert re.search(
                    r"--require-hashes --only-binary :all: -r requirements/(runtime|build|flower)\.txt", part
                )

    def test_hold_no_more_than_they_need(self, name: str) -> None:
        assert not copied(name) & {".", "simulator", "tests", "benchmarks", "requirements/local.txt", ".env"}
        for path in copied(name):
            assert "!" + path in {line.rstrip("/") for line in IGNORED} or path.startswith(
                ("frontend/", "requirements/", "api/", "workers/")
            )

    def test_name_a_python_that_is_the_prds_or_newer_with_the_reason(self, name: str) -> None:
        text = (TREE / name).read_text()
        image = re.search(r"(# .*3\.13\.7.*\n)ARG PYTHON_IMAGE=python:3\.13\.(\d+)-slim-trixie\n", text)
        assert image
        assert int(image[2]) > 7

    def test_keep_no_secret(self, name: str) -> None:
        for word, rest in instructions(name):
            if word in {"ENV", "ARG", "LABEL"}:
                assert not re.search(r"PASSWORD|SECRET|KEY|TOKEN|_URL", rest)


class TestApi:
    def test_has_the_dashboard_the_migrations_and_the_keys_command(self) -> None:
        assert copied("Dockerfile.api") >= {"api", "cli", "migrations", "shared", "frontend"}
        assert re.search(
            r"COPY --from=dashboard \S+/frontend/dist /app/dashboard", (TREE / "Dockerfile.api").read_text()
        )

    def test_listens_on_8001_beyond_loopback(self) -> None:
        said = dict(final("Dockerfile.api"))
        command = json.loads(said["CMD"])
        assert said["EXPOSE"] == "8001"
        assert command[command.index("--bind") + 1] == "0.0.0.0:8001"

    def test_asks_the_health_route(self) -> None:
        assert (
            json.loads(re.sub(r".*CMD ", "", dict(final("Dockerfile.api"))["HEALTHCHECK"]))
            == SERVICES["api"]["healthcheck"]["test"][1:]
        )


class TestWorker:
    def test_has_no_door_but_its_own(self) -> None:
        assert copied("Dockerfile.worker") & {"api", "cli", "frontend", "migrations", "shared", "workers"} == {
            "shared",
            "workers",
        }

    def test_consumes_every_queue_where_nobody_says_which(self) -> None:
        command = json.loads(dict(final("Dockerfile.worker"))["CMD"])
        assert set(command[command.index("-Q") + 1].split(",")) == {*Queue, SWEEP_QUEUE}

    def test_is_asked_for_its_heartbeat(self) -> None:
        check = dict(final("Dockerfile.worker"))["HEALTHCHECK"]
        assert json.loads(re.sub(r".*CMD ", "", check)) == SERVICES["worker-bulk"]["healthcheck"]["test"][1:]

    def test_has_flower_beside_it_as_a_stage(self) -> None:
        stages = [rest for word, rest in instructions("Dockerfile.worker") if word == "FROM"]
        assert "base AS flower" in stages
        assert SERVICES["flower"]["build"]["target"] == "flower"


class TestIgnoreFile:
    def test_lets_in_only_what_is_named(self) -> None:
        rules = [line for line in IGNORED if line and not line.startswith("#")]
        assert rules[0] == "*"
        assert not [
            line for line in rules if line.startswith("!") and re.search(r"\.env|\.git|sales-agent|tests", line)
        ]
