"""Files of any kind become what the API takes."""

from __future__ import annotations

import pytest

from cli.client.errors import ClientError
from cli.client.submission import FileFormat, guess_format, read_leads


class TestGuessFormat:
    @pytest.mark.parametrize(
        ("suffix", "expected"),
        [
            (".CSV", "csv"),
            (".tsv", "csv"),
            (".json", "json"),
            (".jsonl", "ndjson"),
            (".ndjson", "ndjson"),
            (".xlsx", "xlsx"),
        ],
    )
    def test_believes_the_ending(self, suffix: str, expected: str) -> None:
        assert guess_format(b"{}", suffix=suffix) == expected

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (b"company,mail\n", "csv"),
            (b'\xef\xbb\xbf [{"company_name": "A"}]', "json"),
            (b'{"leads": []}', "json"),
            (b'{"company_name": "A"}\n{"company_name": "B"}\n', "ndjson"),
            (b'{"company_name": "A"}', "ndjson"),
            (b"PK\x03\x04\x14", "xlsx"),
        ],
    )
    def test_looks_at_the_content_else(self, body: bytes, expected: str) -> None:
        assert guess_format(body, suffix="") == expected


class TestReadLeads:
    def test_takes_a_list_an_object_and_lines(self) -> None:
        lead = {"company_name": "A"}
        assert read_leads(b'[{"company_name": "A"}]', file_format=FileFormat.JSON) == {"leads": [lead]}
        whole = read_leads(b'{"leads": [{"company_name": "A"}], "name": "x"}', file_format=FileFormat.JSON)
        assert whole == {"leads": [lead], "name": "x"}
        lines = b'\xef\xbb\xbf{"company_name": "A"}\r\n\n{"company_name": "A"}\n'
        assert read_leads(lines, file_format=FileFormat.NDJSON) == {"leads": [lead, lead]}

    def test_names_the_line_of_a_fault(self) -> None:
        with pytest.raises(ClientError, match=r"Line 3, column 2: this is not JSON"):
            read_leads(b'{"company_name": "A"}\n\n{oops}\n', file_format=FileFormat.NDJSON)
        with pytest.raises(ClientError, match=r"Line 2, column 1: this is not JSON"):
            read_leads(b"[\noops]", file_format=FileFormat.JSON)

    @pytest.mark.parametrize("body", [b'{"lead": []}', b'{"leads": 3}', b"3"])
    def test_says_what_a_list_of_leads_looks_like(self, body: bytes) -> None:
        with pytest.raises(ClientError, match="holds no list of leads"):
            read_leads(body, file_format=FileFormat.JSON)

    def test_says_so_when_the_file_is_not_utf8(self) -> None:
        with pytest.raises(ClientError, match=r"not UTF-8 \(byte 2\)"):
            read_leads(b'["\xff"]', file_format=FileFormat.JSON)
