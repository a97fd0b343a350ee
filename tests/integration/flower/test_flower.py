"""Flower, started with the command of its image and the environment of compose/compose.yaml."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from flower.urls import handlers

from cli.embedded.ports import free_port
from tests.architecture.compose_file import resolved
from tests.architecture.reading import TREE
from tests.doubles.stack import wait_for

PAGES = [
    "/", "/workers", "/worker/celery@anywhere", "/task/1", "/tasks", "/tasks/datatable", "/broker", "/login", "/logout",
    "/metrics", "/healthcheck", "/nothing-there", "/api/workers", "/api/tasks", "/api/task/types", "/api/queues/length",
    "/api/task/info/1", "/api/task/result/1", "/api/task/apply/a", "/api/task/async-apply/a", "/api/task/send-task/a",
    "/api/task/abort/1", "/api/task/timeout/a", "/api/task/rate-limit/a", "/api/task/revoke/1",
    "/api/worker/shutdown/w", "/api/worker/pool/restart/w", "/api/worker/pool/grow/w", "/api/worker/pool/shrink/w",
    "/api/worker/pool/autoscale/w", "/api/worker/queue/add-consumer/w", "/api/worker/queue/cancel-consumer/w",
]  # fmt: skip
OPERATOR = ("operator", "a-password-of-the-tests")


@dataclass(frozen=True, slots=True)
class Flower:
    """A running Flower."""

    url: str
    process: subprocess.Popen[bytes]
    database: Path

    def get(self, path: str, auth: tuple[str, str] | None = OPERATOR) -> requests.Response:
        """One page, signed in unless told otherwise."""
        return requests.get(self.url + path, auth=auth, timeout=10, allow_redirects=False)

    def post(self, path: str, body: str = "{}", **headers: str) -> requests.Response:
        """One order, signed in."""
        return requests.post(self.url + path, data=body, auth=OPERATOR, headers=headers, timeout=10)


def command(port: int) -> list[str]:
    """The command of the image on another port."""
    stage = (TREE / "Dockerfile.worker").read_text().split(" AS flower\n", 1)[1]
    said = re.search(r"^CMD (\[.*\])$", stage, flags=re.MULTILINE)
    assert said
    parts = [part.replace("5555", str(port)).replace("/app/", f"{TREE}/workers/") for part in json.loads(said[1])]
    return [sys.executable, "-m", *parts]


@pytest.fixture(scope="module")
def flower(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flower]:
    """Flower over the tests' broker."""
    port, directory = free_port(), tmp_path_factory.mktemp("flower")
    told = resolved(FLOWER_USER=OPERATOR[0], FLOWER_PASSWORD=OPERATOR[1])["flower"]["environment"]
    environment = {**told, "CELERY_BROKER_URL": redis_url, "FLOWER_DB": str(directory / "flower")}
    process = subprocess.Popen(
        command(port), env={"PATH": os.environ["PATH"], **environment}, cwd=directory, stderr=subprocess.DEVNULL
    )
    running = Flower(f"http://127.0.0.1:{port}", process, directory / "flower")
    try:
        wait_for(lambda: answers(running), seconds=60, what="Flower to answer")
        yield running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def answers(running: Flower) -> bool:
    """Whether Flower takes connections by now."""
    assert running.process.poll() is None
    try:
        return running.get("/healthcheck").ok
    except requests.ConnectionError:
        return False


class TestFlower:
    @pytest.mark.parametrize("path", PAGES)
    def test_shows_nothing_without_the_password(self, flower: Flower, path: str) -> None:
        assert flower.get(path, auth=None).status_code == 401
        assert flower.get(path, auth=("operator", "another")).status_code == 401

    @pytest.mark.parametrize("path", ["/workers", "/tasks", "/broker", "/api/workers"])
    def test_shows_its_pages_with_it(self, flower: Flower, path: str) -> None:
        assert flower.get(path).status_code == 200

    @pytest.mark.parametrize(
        "path",
        [
            "/api/task/async-apply/jobs.sweep",
            "/api/task/send-task/jobs.sweep",
            "/api/task/revoke/1",
            "/api/worker/shutdown/celery@anywhere",
            "/api/worker/pool/shrink/celery@anywhere",
            "/api/worker/queue/cancel-consumer/celery@anywhere",
        ],
    )
    def test_takes_no_order_from_anybody(self, flower: Flower, path: str) -> None:
        done = flower.post(path)
        assert done.status_code == 403
        assert "read" in done.text.lower()

    def test_leaves_no_page_of_its_own_open(self) -> None:
        """A page that a newer Flower brings must be tried here, too; its style sheets may be had by anybody."""
        paths = [rule[0] if isinstance(rule, tuple) else rule.regex.pattern.rstrip("$") for rule in handlers]
        tried = {path for path in PAGES if "?" not in path}
        untried = {path for path in paths if not any(re.fullmatch(path, page) for page in tried)}
        assert untried == {r"/static/(.*)"}

    def test_tells_its_health_and_figures_with_the_password(self, flower: Flower) -> None:
        assert flower.get("/healthcheck").text == "OK"
        assert "flower_" in flower.get("/metrics").text

    def test_does_not_start_without_a_password(self, redis_url: str, tmp_path: Path) -> None:
        environment = {"PATH": os.environ["PATH"], "CELERY_BROKER_URL": redis_url}
        done = subprocess.run(
            command(free_port()), env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode != 0
        assert "FLOWER_BASIC_AUTH is not set" in done.stderr

    def test_is_asked_for_its_health_by_the_image(self, flower: Flower) -> None:
        check = resolved()["flower"]["healthcheck"]["test"]
        script = check[3].replace("http://127.0.0.1:5555", flower.url)
        away = script.replace(flower.url, f"http://127.0.0.1:{free_port()}")
        for asked, well in ((script, True), (away, False)):
            told = {"PATH": os.environ["PATH"], "FLOWER_BASIC_AUTH": ":".join(OPERATOR)}
            done = subprocess.run([sys.executable, "-c", asked], env=told, capture_output=True, timeout=30, check=False)
            assert (done.returncode == 0) is well

    def test_keeps_what_it_saw(self, flower: Flower) -> None:
        """Last: it ends the server."""
        flower.process.send_signal(signal.SIGTERM)
        assert flower.process.wait(timeout=20) == 0
        assert list(flower.database.parent.glob("flower*"))
