"""Leads saved a second by one worker process, beside a bare script that makes the same calls. Interleaved, medians."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import text

from benchmarks.house import House, house
from benchmarks.leads import invented_leads, request_bodies
from shared.database.unit_of_work import unit_of_work
from shared.jobs.accept import AcceptJob, accept_job
from shared.leads.validate import LeadRow
from shared.queue.publish import Publisher

SLOTS = 100
RUNS = 3
SCRIPT = Path(__file__).with_name("bare_script.py")


@dataclass(frozen=True, slots=True)
class Case:
    """One latency of the provider, how many leads a run has, and the ratio that must be reached."""

    name: str
    simulator_options: tuple[str, ...]
    leads: int
    must: float


CASES = (
    Case("0 ms", (), 4000, 0.12),
    Case("400 ms median, 2 s p99", ("--latency-ms-median", "400", "--latency-ms-p99", "2000"), 5000, 0.95),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One run: leads a second, and CPU milliseconds a lead of the process itself and of PostgreSQL."""

    per_second: float
    cpu_ms: float
    postgres_cpu_ms: float = 0.0


def run_script(here: House, rows: list[LeadRow]) -> Figure:
    """The bare script over these leads."""
    leads = len(rows)
    here.simulator.begin()
    bodies = here.directory / "bodies.jsonl"
    bodies.write_bytes(b"\n".join(request_bodies(rows, here.settings)))
    done = subprocess.run(
        [
            sys.executable,
            str(SCRIPT),
            f"{here.simulator.url}/v1/chat/completions",
            "benchmark",
            str(SLOTS),
            str(bodies),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    figures = json.loads(done.stdout)
    if figures["calls"] != leads:
        raise AssertionError(f"the script made {figures['calls']} of {leads} calls")
    return Figure(leads / figures["seconds"], figures["cpu_seconds"] * 1000 / leads)


def run_product(here: House, rows: list[LeadRow]) -> Figure:
    """A job of these leads through Celery, PostgreSQL and the ledger; timed by the database's clock."""
    leads = len(rows)
    here.simulator.begin()
    worker_before, postgres_before = _cpu(here.worker_pid), _tree_cpu(here.postgres_pid)
    with unit_of_work(here.engine) as uow:
        job = accept_job(
            uow,
            AcceptJob(leads=rows, request_id="benchmark"),
            settings=here.settings,
            wake=Publisher(here.settings).wake,
        )
    deadline = time.monotonic() + 300
    query = text("SELECT succeeded, extract(epoch FROM completed_at - started_at) AS seconds FROM jobs WHERE id = :id")
    while True:
        with here.engine.connect() as connection:
            row = connection.execute(query, {"id": job.id}).one()
        if row.seconds is not None:
            break
        if time.monotonic() > deadline:
            raise TimeoutError(f"{row.succeeded} of {leads} leads after 300 s")
        time.sleep(0.1)
    if row.succeeded != leads:
        raise AssertionError(f"{row.succeeded} of {leads} leads were scored")
    return Figure(
        leads / float(row.seconds),
        (_cpu(here.worker_pid) - worker_before) * 1000 / leads,
        (_tree_cpu(here.postgres_pid) - postgres_before) * 1000 / leads,
    )


def _cpu(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _tree_cpu(pid: int) -> float:
    process = psutil.Process(pid)
    total = process.cpu_times()
    seconds = total.user + total.system + total.children_user + total.children_system
    for child in process.children(recursive=True):
        times = child.cpu_times()
        seconds += times.user + times.system
    return float(seconds)


def measure(case: Case) -> bool:
    """Run script and product in turn, print medians; False when the ratio is missed."""
    scripts, products = [], []
    with house(slots=SLOTS, simulator_options=case.simulator_options) as here:
        # imports, connections and plans of both sides are warm before the first figure
        run_product(here, invented_leads(200, run="warm"))
        run_script(here, invented_leads(200, run="warm"))
        for number in range(RUNS):
            # the same leads for both: the same calls, each as long for the one as for the other
            rows = invented_leads(case.leads, run=uuid.uuid4().hex[:8])
            scripts.append(run_script(here, rows))
            products.append(run_product(here, rows))
            print(f"  run {number + 1}: {scripts[-1].per_second:.0f}/s, Sales Agent {products[-1].per_second:.0f}/s")
    script = statistics.median(figure.per_second for figure in scripts)
    product = statistics.median(figure.per_second for figure in products)
    cpu = statistics.median(figure.cpu_ms for figure in products)
    postgres = statistics.median(figure.postgres_cpu_ms for figure in products)
    ratio = product / script
    print(f"{case.name}, {SLOTS} slots, {case.leads} leads a run, medians of {RUNS}:")
    print(f"  script {script:.0f}/s · Sales Agent {product:.0f}/s · ratio {ratio:.2f} (must be {case.must})")
    print(f"  CPU a lead: worker {cpu:.2f} ms, PostgreSQL {postgres:.2f} ms")
    return ratio >= case.must
