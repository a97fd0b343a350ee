"""Tiny programs in place of the product's own, and a stack made of them."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from cli.supervisor.child import Program
from cli.supervisor.options import StackOptions
from cli.supervisor.stack import Stack

# answers 200 to anything on the port in argv[1]
SERVER = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
print("listening", flush=True)
HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""
SLEEPER = "import signal; print('at work', flush=True); signal.pause()"


def tiny(name: str, script: str, *arguments: str, stop_seconds: float = 5.0) -> Program:
    return Program(name, (sys.executable, "-I", "-S", "-c", script, *arguments), stop_seconds=stop_seconds)


@dataclass
class FakePrograms:
    """What runs in place of the product; a test may put other scripts in."""

    migrations: str = "print('nothing to do')"
    simulator: str = SERVER
    api: str = SERVER
    worker: str = SLEEPER
    beat: str = SLEEPER


@dataclass
class Made:
    """A stack that is not started yet, its options, and the lines that it wrote."""

    stack: Stack
    options: StackOptions
    lines: list[str]
