""".github/workflows/ci.yml: in the form that GitHub takes, sound by its linter, and doing what the project promises."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.architecture.reading import TREE

PATH = TREE / ".github/workflows/ci.yml"
TEXT = PATH.read_text()
# YAML 1.1 reads the key `on` as a truth value
WORKFLOW: dict[Any, Any] = yaml.safe_load(TEXT)
JOBS: dict[str, dict[str, Any]] = WORKFLOW["jobs"]


def lint(path: Path) -> subprocess.CompletedProcess[str]:
    """What zizmor says of a workflow, without asking anybody."""
    command = [str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress", "--quiet", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def check_form(path: Path) -> subprocess.CompletedProcess[str]:
    """What the published schema of workflows says of one; the schema comes with the package."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def commands(job: str) -> str:
    """Everything that a job runs."""
    return "\n".join(step.get("run", "") for step in JOBS[job]["steps"])


class TestForm:
    def test_is_what_github_takes(self) -> None:
        done = check_form(PATH)
        assert done.returncode == 0, done.stdout

    def test_is_sound(self) -> None:
        done = lint(PATH)
        assert done.returncode == 0, done.stdout

    def test_faults_are_seen(self, tmp_path: Path) -> None:
        broken = tmp_path / ".github/workflows/ci.yml"
        broken.parent.mkdir(parents=True)
        broken.write_text(TEXT.replace("timeout-minutes: 60", "timeout-minutes: soon"))
        assert check_form(broken).returncode != 0
        # the branch's name comes from whoever opens the pull request, and would become part of the script
        broken.write_text(TEXT.replace("- run: .ci/run", "- run: echo ${{ github.head_ref }}"))
        assert lint(broken).returncode != 0
        broken.write_text(re.sub(r"(actions/checkout)@[0-9a-f]{40} # v([\d.]+)", r"\1@v6", TEXT))
        assert lint(broken).returncode != 0


class TestPromises:
    def test_runs_on_pull_requests_and_on_main(self) -> None:
        assert WORKFLOW[True] == {"pull_request": None, "push": {"branches": ["main"]}}

    def test_has_the_three_jobs(self) -> None:
        assert JOBS.keys() == {"test", "security-scan", "docker-build", "publish"}

    def test_tests_the_oldest_python_and_that_of_the_images(self) -> None:
        pythons = [row["python"] for row in JOBS["test"]["strategy"]["matrix"]["include"]]
        image = re.search(r"^ARG PYTHON_IMAGE=python:(\d+\.\d+)\.", (TREE / "Dockerfile.api").read_text(), re.MULTILINE)
        assert image
        assert pythons == ["3.11", image[1]]
        assert ".ci/run" in commands("test")

    def test_keeps_the_coverage_of_both_sides(self) -> None:
        kept = [step["with"]["path"] for step in JOBS["test"]["steps"] if "upload-artifact" in step.get("uses", "")]
        assert len(kept) == 1
        assert "coverage.xml" in kept[0]
        assert "frontend/coverage/" in kept[0]

    def test_may_only_read_but_to_publish(self) -> None:
        assert WORKFLOW["permissions"] == {"contents": "read"}
        asked = {name: job["permissions"] for name, job in JOBS.items() if "permissions" in job}
        assert asked == {"publish": {"packages": "write"}}

    def test_publishes_from_main_only_what_was_tested_and_scanned(self) -> None:
        publish = JOBS["publish"]
        assert "github.ref == 'refs/heads/main'" in publish["if"]
        assert "github.event_name == 'push'" in publish["if"]
        assert set(publish["needs"]) == {"test", "docker-build", "security-scan"}
        assert "docker build" not in commands("publish")

    def test_scans_every_image_that_it_builds_and_lets_nothing_pass(self) -> None:
        built = set(re.findall(r"--tag (sales-agent-\w+:ci)", commands("docker-build")))
        scans = [step["with"] for step in JOBS["security-scan"]["steps"] if "trivy-action" in step.get("uses", "")]
        assert built == {scan["image-ref"] for scan in scans}
        assert len(built) == 3
        assert all(scan["exit-code"] == "1" for scan in scans)
        assert {"make audit", "make secrets"} <= set(commands("security-scan").splitlines())
        assert "continue-on-error" not in TEXT
        assert "|| true" not in TEXT

    def test_pins_every_action_to_a_commit_and_bounds_every_job(self) -> None:
        used = re.findall(r"uses: (\S+) # v\d", TEXT)
        assert len(used) == TEXT.count("uses: ") > 8
        assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action) for action in used)
        assert all(job["timeout-minutes"] <= 60 for job in JOBS.values())


@pytest.mark.parametrize("target", ["audit", "secrets"])
def test_the_scans_are_commands_of_this_project(target: str) -> None:
    assert re.search(rf"^{target}:.*## ", (TREE / "Makefile").read_text(), flags=re.MULTILINE)
