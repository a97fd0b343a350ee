"""Looks at everything, in the order in which one fault explains the next."""

from __future__ import annotations

from cli.doctor.broker import examine_beat, examine_broker
from cli.doctor.database import examine_clock, examine_database, examine_migrations
from cli.doctor.disk import examine_disk
from cli.doctor.finding import Finding, State, unseen
from cli.doctor.provider import examine_provider
from cli.doctor.surroundings import Surroundings
from cli.doctor.workers import cannot_examine, examine_workers
from shared.database.errors import DatabaseConnectionError


def examine(around: Surroundings) -> list[Finding]:
    """Every finding; takes a few seconds where something is away, and changes nothing."""
    database, broker = examine_database(around), examine_broker(around)
    reached = database.state is State.OK
    away = "the database does not answer"
    migrations = examine_migrations(around) if reached else unseen("migrations", away)
    workers = examine_workers(around) if reached else cannot_examine(away)
    beat = examine_beat(around) if broker.state is State.OK else unseen("beat", "the broker does not answer")
    findings = [database, migrations, broker, *workers, beat, *examine_provider(around), examine_disk(around)]
    return [*findings, _clock(around) if reached else unseen("clock", away)]


def _clock(around: Surroundings) -> Finding:
    try:
        return examine_clock(around)
    except DatabaseConnectionError:
        return unseen("clock", "the database stopped answering")
