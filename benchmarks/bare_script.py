"""The baseline: what a good engineer writes in ten minutes with aiohttp. Results live in memory and die with it.

Usage: python bare_script.py URL KEY CONCURRENCY BODIES_FILE; prints one JSON line: calls, seconds, cpu_seconds.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

import aiohttp
import uvloop


async def run(url: str, key: str, concurrency: int, bodies: list[bytes]) -> dict[str, float]:
    """Make every call, `concurrency` at once; returns how many, in how many seconds."""
    results: list[dict[str, object]] = []
    waiting = iter(bodies)
    connector = aiohttp.TCPConnector(limit=concurrency)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    started = time.perf_counter()
    cpu_started = time.process_time()

    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:

        async def slot() -> None:
            for body in waiting:
                async with session.post(url, data=body) as response:
                    response.raise_for_status()
                    answer = json.loads(await response.read())
                results.append(json.loads(answer["choices"][0]["message"]["content"]))

        await asyncio.gather(*(slot() for _ in range(concurrency)))
    return {
        "calls": len(results),
        "seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - cpu_started,
    }


def main() -> None:
    """Read the bodies, run, print."""
    url, key, concurrency, path = sys.argv[1:5]
    bodies = Path(path).read_bytes().splitlines()
    print(json.dumps(uvloop.run(run(url, key, int(concurrency), bodies))))


if __name__ == "__main__":
    main()
