"""A made-up build of the dashboard, and the code of an answer."""

from __future__ import annotations

import gzip
from pathlib import Path

from werkzeug.test import TestResponse

PAGE = b'<!doctype html><title>Sales Agent</title><script src="/theme.js"></script>'
SCRIPT = b"export const x = 1;\n" * 50
# without a time in it, so that it is the same a second later
GZIP = gzip.compress(SCRIPT, mtime=0)
# stands for what Brotli makes; nothing here unpacks it
BROTLI = b"\x0bbrotli"
SECRET = b"not for the web"


def fill(directory: Path) -> None:
    """A build as Vite leaves it, in small, with files that must not be served around it."""
    assets = directory / "assets"
    assets.mkdir(parents=True)
    (directory / "index.html").write_bytes(PAGE)
    (directory / "index.html.gz").write_bytes(gzip.compress(PAGE))
    (directory / "theme.js").write_bytes(b"document.documentElement.dataset.theme = 'dark';")
    (directory / "favicon.svg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    (directory / "robots.txt").write_bytes(b"User-agent: *\nDisallow: /\n")
    (directory / "stats").write_bytes(SECRET)
    (directory / ".env").write_bytes(SECRET)
    (directory / ".vite").mkdir()
    (directory / ".vite" / "manifest.json").write_bytes(SECRET)
    (assets / "app-B1c2.js").write_bytes(SCRIPT)
    (assets / "app-B1c2.js.br").write_bytes(BROTLI)
    (assets / "app-B1c2.js.gz").write_bytes(GZIP)
    (assets / "app-B1c2.js.map").write_bytes(SECRET)
    (assets / "app-D3e4.css").write_bytes(b"body{margin:0}")
    (assets / "inter-F5.woff2").write_bytes(b"wOF2")
    (directory.parent / "secret.txt").write_bytes(SECRET)
    (directory.parent / "secret.js").write_bytes(SECRET)


def code(answer: TestResponse) -> str:
    """The code of an error."""
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    return str(answer.json["code"])
