"""`make bench`: print every figure beside its baseline; exit code 1 when one is missed."""

from __future__ import annotations

import sys

from benchmarks.throughput import CASES, measure


def main() -> int:
    """Measure every case; 0 when each ratio is reached."""
    print("Leads saved a second, one worker process; the script keeps its results in memory.")
    reached = [measure(case) for case in CASES]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
