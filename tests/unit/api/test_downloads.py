"""Names of files: what a person called a job, without what a header or a file system would trip over."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from werkzeug.http import parse_options_header

from api.http.downloads import LONGEST_NAME, attachment, safe_file_name

NAMES = [
    ("Fair, Hall 4", "Fair, Hall 4"),
    ("Müller & Söhne", "Müller Söhne"),
    ("../../etc/passwd", "etc passwd"),
    ("C:\\temp\\x", "C temp x"),
    ('say "hi"', "say hi"),
    ("$(reboot) `id`", "(reboot) id"),
    ("  .hidden.  ", "hidden"),
    ("line\r\nSet-Cookie: a=b", "line Set-Cookie a=b"),
    ("report\u202efdp.exe", "report fdp.exe"),
    ("CON", "instead"),
    ("lpt1.old", "instead"),
    ("...", "instead"),
    ("///", "instead"),
    ("", "instead"),
    (None, "instead"),
]


class TestSafeFileName:
    @pytest.mark.parametrize(("name", "safe"), NAMES)
    def test_keeps_what_a_file_may_bear(self, name: str | None, safe: str) -> None:
        assert safe_file_name(name, instead="instead") == safe

    def test_is_cut_to_a_length_that_every_file_system_takes(self) -> None:
        assert safe_file_name("n" * 200, instead="instead") == "n" * LONGEST_NAME


class TestAttachment:
    @pytest.mark.parametrize(
        ("name", "plain", "whole"),
        [
            ("Fair.csv", "Fair.csv", "Fair.csv"),
            ("Müller Söhne.csv", "Muller Sohne.csv", "Müller Söhne.csv"),
            ("展示会.csv", "job.csv", "展示会.csv"),
            ("a;b=c, 'd'.csv", "a b c d .csv", "a;b=c, 'd'.csv"),
        ],
    )
    def test_names_the_file_twice(self, name: str, plain: str, whole: str) -> None:
        value = attachment(name, plain="job.csv")
        ascii_name, encoded = re.fullmatch(
            r"attachment; filename=\"([^\"\\]*)\"; filename\*=UTF-8''(\S+)", value
        ).groups()  # type: ignore[union-attr]
        assert (ascii_name, unquote(encoded)) == (plain, whole)
        assert value.isascii()

    def test_is_read_by_others_as_it_was_meant(self) -> None:
        kind, options = parse_options_header(attachment("Müller.csv", plain="job.csv"))
        assert (kind, options["filename"]) == ("attachment", "Müller.csv")
