"""Starts the simulator."""

from __future__ import annotations

from simulator.command import main

main(prog_name="simulator")
