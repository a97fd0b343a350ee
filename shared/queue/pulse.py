"""Beat's pulse at the broker: a key that every sweep renews, by which anyone who reaches the broker can see beat."""

from __future__ import annotations

from redis import Redis

PULSE_KEY = "sales-agent:beat"
KEPT_SECONDS = 3600


def connect_broker(url: str) -> Redis:
    """A client that gives up within 3 s; raises ValueError for a URL that is none of Redis."""
    return Redis.from_url(url, socket_timeout=3, socket_connect_timeout=1, decode_responses=True)


def note_pulse(client: Redis) -> None:
    """Say that beat has just sent something; raises RedisError when the broker is away."""
    client.set(PULSE_KEY, "1", ex=KEPT_SECONDS)


def find_pulse_age_seconds(client: Redis) -> float | None:
    """Seconds since beat's last message by the broker's own clock, or None when there was none in the last hour."""
    left_ms = int(client.pttl(PULSE_KEY))
    return None if left_ms < 0 else KEPT_SECONDS - left_ms / 1000
