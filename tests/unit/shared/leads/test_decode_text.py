"""Bytes become text, or a fault with a remedy."""

from __future__ import annotations

import codecs

import pytest

from shared.errors import Fault
from shared.leads.decode_text import decode_text
from shared.leads.errors import LeadValidationError

TEXT = "Company,Notes\nMüller,Größe\n"


def fault_of(body: bytes, encoding: str | None = None) -> Fault:
    with pytest.raises(LeadValidationError) as caught:
        decode_text(body, encoding=encoding)
    (fault,) = caught.value.faults
    assert caught.value.code == "lead_file_invalid"
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return fault


class TestDecodeText:
    @pytest.mark.parametrize(
        ("body", "encoding"),
        [
            (TEXT.encode(), "utf-8"),
            (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
            (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
            (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
            (TEXT.encode("utf-16-le"), "utf-16-le"),
            (TEXT.encode("utf-16-be"), "utf-16-be"),
            (TEXT.encode("utf-32"), "utf-32"),
            (TEXT.encode("cp1252"), "cp1252"),
        ],
    )
    def test_the_encoding_is_found(self, body: bytes, encoding: str) -> None:
        assert decode_text(body) == (TEXT, encoding)

    def test_an_empty_body_is_empty_text(self) -> None:
        assert decode_text(b"") == ("", "utf-8")

    @pytest.mark.parametrize("name", ["latin-1", "ISO-8859-1", "Latin1"])
    def test_a_named_encoding_is_taken(self, name: str) -> None:
        assert decode_text(TEXT.encode("latin-1"), encoding=name) == (TEXT, "iso8859-1")

    def test_named_utf8_drops_a_byte_order_mark(self) -> None:
        assert decode_text(codecs.BOM_UTF8 + b"a", encoding="utf-8") == ("a", "utf-8")
        assert decode_text(codecs.BOM_UTF8 + b"a", encoding="UTF-8-SIG") == ("a", "utf-8")

    @pytest.mark.parametrize("name", ["nonsense", "base64", "rot13", "idna", "unicode_escape", "utf-7", "a\0b"])
    def test_an_encoding_that_is_no_text_of_files_is_refused(self, name: str) -> None:
        assert fault_of(b"a", name).code == "unknown_encoding"

    def test_a_damaged_utf8_file_names_the_line_instead_of_turning_every_name_to_rubbish(self) -> None:
        body = "Company\nMüller\nGröße\n".encode() + b"Sch\xfctz\n"
        fault = fault_of(body)
        assert (fault.code, fault.row) == ("undecodable", 4)
        assert "UTF-8" in fault.detail

    def test_a_wrong_name_for_the_encoding_names_the_line(self) -> None:
        fault = fault_of("a\nMüller".encode("cp1252"), "utf-8")
        assert (fault.code, fault.row) == ("undecodable", 2)

    def test_bytes_that_no_candidate_makes_readable_are_refused(self) -> None:
        assert fault_of(b"abc\xff\xfe\x81\x8dxyz ab\xd7\xf7c").code == "undecodable"

    @pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF"])
    def test_a_workbook_or_archive_is_named_as_such(self, start: bytes) -> None:
        fault = fault_of(start + b"rest")
        assert fault.code == "not_text"
        assert "save the file as CSV" in fault.detail

    def test_a_few_nul_bytes_do_not_make_it_utf16(self) -> None:
        assert decode_text(b"Company\nA\0cme and some more\n") == ("Company\nA\0cme and some more\n", "utf-8")
