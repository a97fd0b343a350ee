"""The broker, and beat, which is known by the pulse that it leaves there."""

from __future__ import annotations

import time

from redis.exceptions import AuthenticationError, RedisError

from cli.doctor.finding import Finding, faulty, unseen, well
from cli.doctor.reach import listens, place_of
from cli.doctor.surroundings import Surroundings
from shared.queue.pulse import connect_broker, find_pulse_age_seconds

DEFAULT_PORT = 6379
KEEPS_ALL = "noeviction"
# three rhythms may pass, and beat itself wakes up at least every 5 s
PULSES_MISSED = 3
SLACK_SECONDS = 10.0


def examine_broker(around: Surroundings) -> Finding:
    """Whether Redis or Valkey answers and would rather refuse a message than forget one."""
    check, url = "broker", around.redis_url
    if url is None:
        return faulty(check, "no broker is known here", remedy="Start `sales-agent up`, or set REDIS_URL.")
    place = place_of(url, port=DEFAULT_PORT)
    if place is None or not url.startswith(("redis://", "rediss://")):
        return faulty(
            check, "REDIS_URL is no address of a Redis", remedy="It looks like redis://:password@host:6379/0."
        )
    host = f"{place[0]}:{place[1]}"
    if not listens(place):
        return faulty(check, f"nobody listens at {host}; jobs are taken and wait", remedy=_how_to_start(around))
    try:
        return _asked(check, host, url)
    except AuthenticationError:
        return faulty(check, f"the server at {host} refuses the password", remedy="Mend the password in REDIS_URL.")
    except (RedisError, OSError, ValueError) as error:
        return faulty(
            check,
            f"somebody listens at {host} and does not answer as Redis does ({type(error).__name__})",
            remedy="See that REDIS_URL names a Redis or Valkey (rediss:// where it wants TLS); one that loads its data "
            "answers after a while.",
        )


def _asked(check: str, host: str, url: str) -> Finding:
    started = time.monotonic()
    with connect_broker(url) as client:
        client.ping()
        ms = (time.monotonic() - started) * 1000
        told = {**client.info("memory"), **client.info("server")}
    policy = told.get("maxmemory_policy")
    if policy not in {None, KEEPS_ALL}:
        return faulty(
            check,
            f"the server at {host} throws keys away when it is full (maxmemory-policy {policy})",
            remedy=f"Set maxmemory-policy to {KEEPS_ALL}: an eviction would unbind the queues without an error.",
        )
    version = f"Valkey {told['valkey_version']}" if "valkey_version" in told else f"Redis {told.get('redis_version')}"
    return well(check, f"{version} answers at {host}, in {ms:.0f} ms")


def examine_beat(around: Surroundings) -> Finding:
    """When beat last sent the sweep; without it leads of a dead worker stay where they are."""
    check = "beat"
    try:
        with connect_broker(around.redis_url or "") as client:
            age = find_pulse_age_seconds(client)
    except (RedisError, OSError, ValueError):
        return unseen(check, "the broker did not say")
    if age is not None and age <= PULSES_MISSED * around.sweep_interval_seconds + SLACK_SECONDS:
        return well(check, f"sent the sweep {age:.0f} s ago")
    found = "has not sent the sweep in the last hour" if age is None else f"sent its last sweep {age:.0f} s ago"
    if around.is_local:
        return faulty(
            check,
            found,
            remedy=f"Start `sales-agent up`; if it runs, {around.logs_of('beat')} says what holds beat up.",
        )
    return faulty(check, found, remedy="Start the one beat: celery -A workers.app beat, or docker compose up -d beat.")


def _how_to_start(around: Surroundings) -> str:
    if around.is_local:
        return f"Start `sales-agent up`; if it runs, {around.logs_of('valkey')} says why its Valkey does not."
    return "Start Redis there, or mend REDIS_URL. With compose: docker compose ps redis."
