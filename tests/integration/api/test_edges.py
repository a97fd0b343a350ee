"""Hostile and broken input over a real gunicorn: a 4xx that names the place, never a 500, and the service goes on."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest

from api import gunicorn_worker
from tests.doubles.workbooks import bombs
from tests.integration.api.served import HOST, Answer, ServedApi, read_answer, served_api

JOBS = "/api/v1/jobs"
JSON, NDJSON, CSV = "application/json", "application/x-ndjson", "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Hostile:
    """A request, the status and code that it must be answered with, and the place that must be named."""

    body: bytes
    status: int
    code: str
    place: dict[str, Any] = field(default_factory=dict)
    kind: str = JSON
    path: str = JOBS
    headers: dict[str, str] = field(default_factory=dict)


def leads(*texts: str) -> bytes:
    return b'{"leads": [' + ",".join(texts).encode() + b"]}"


def lead(**fields: Any) -> bytes:
    return orjson.dumps({"leads": [{"company_name": "Northwind"}, {"company_name": "Fabrikam", **fields}]})


BAD_LEADS = {
    "NUL in a text": Hostile(lead(notes="a\0b"), 422, "lead_invalid", {"pointer": "/leads/1/notes"}),
    "NUL in the job's name": Hostile(
        orjson.dumps({"leads": [{"company_name": "A"}], "name": "a\0b"}), 422, "invalid_request", {"pointer": "/name"}
    ),
    "a list for a text": Hostile(lead(notes=["a"]), 422, "lead_invalid", {"pointer": "/leads/1/notes"}),
    "a number for a text": Hostile(lead(industry=7), 422, "lead_invalid", {"pointer": "/leads/1/industry"}),
    "an object for a name": Hostile(leads('{"company_name": {}}'), 422, "lead_invalid",
                                    {"pointer": "/leads/0/company_name"}),
    "a number of 300 digits": Hostile(leads('{"company_name": "A", "company_size": ' + "9" * 300 + "}"), 422,
                                      "lead_invalid", {"pointer": "/leads/0/company_size"}),
    "a number beyond what is exact": Hostile(lead(additional_data={"n": 2**60}), 422, "lead_invalid",
                                             {"pointer": "/leads/1/additional_data/n"}),
    "an unknown field": Hostile(lead(firm="x"), 422, "lead_invalid", {"pointer": "/leads/1/firm"}),
    "an unknown field of the job": Hostile(
        orjson.dumps({"leads": [{"company_name": "A"}], "bogus": 1}), 422, "invalid_request", {"pointer": "/bogus"}
    ),
    "a nested value": Hostile(lead(additional_data={"a": {"b": 1}}), 422, "lead_invalid",
                              {"pointer": "/leads/1/additional_data/a"}),
    "41 keys of additional_data": Hostile(lead(additional_data={str(n): n for n in range(41)}), 422, "lead_invalid",
                                          {"pointer": "/leads/1/additional_data"}),
    "a name of 256 characters": Hostile(lead(contact_name="n" * 256), 422, "lead_invalid",
                                        {"pointer": "/leads/1/contact_name"}),
    "10,000 fields in a lead": Hostile(leads('{"company_name": "A", ' + ",".join(f'"f{n}": 1' for n in range(10_000))
                                             + "}"), 422, "lead_invalid", {"pointer": "/leads/0"}),
    "a lead that is no object": Hostile(leads('"text"'), 422, "lead_invalid", {"pointer": "/leads/0"}),
    "leads that are no list": Hostile(b'{"leads": {"0": {}}}', 422, "lead_invalid", {"pointer": "/leads"}),
    "no leads": Hostile(b"{}", 422, "lead_invalid", {"pointer": "/leads"}),
    "the same id twice": Hostile(
        orjson.dumps({"leads": [{"company_name": "A", "custom_id": "x"}] * 2}), 422, "lead_invalid",
        {"pointer": "/leads/1/custom_id"},
    ),
}  # fmt: skip

BAD_JSON = {
    "no JSON": Hostile(b"{", 400, "malformed_body"),
    "nothing": Hostile(b"", 400, "malformed_body"),
    "a list": Hostile(b"[]", 400, "malformed_body"),
    "bad UTF-8": Hostile(b'{"leads": [{"company_name": "\xff"}]}', 400, "malformed_body"),
    "half of a surrogate pair": Hostile(leads(r'{"company_name": "\ud800"}'), 400, "malformed_body"),
    "UTF-16": Hostile('{"leads": []}'.encode("utf-16"), 400, "malformed_body"),
    "NaN": Hostile(leads('{"company_name": NaN}'), 400, "malformed_body"),
    "a million brackets": Hostile(b"[" * 1_000_000, 400, "malformed_body"),
    "1,000 levels": Hostile(b'{"leads": ' + b"[" * 1000 + b"]" * 1000 + b"}", 400, "malformed_body"),
    "a number of 400 digits": Hostile(leads('{"company_size": ' + "9" * 400 + "}"), 400, "malformed_body"),
    "a key twice": Hostile(leads('{"company_name": "A", "notes": "a", "notes": "b"}'), 400, "malformed_body",
                           {"pointer": "/leads/0/notes"}),
}  # fmt: skip

BAD_FILES = {
    "NDJSON with a bad line": Hostile(b'{"company_name": "A"}\n{"company', 422, "lead_invalid", {"row": 2},
                                      kind=NDJSON),
    "NDJSON with bad UTF-8": Hostile(b'{"company_name": "\xff"}', 422, "lead_invalid", {"row": 1}, kind=NDJSON),
    "NDJSON of nothing": Hostile(b"\n\n", 422, "lead_file_invalid", kind=NDJSON),
    "NDJSON with a key twice": Hostile(b'{"company_name": "A", "company_name": "B"}', 422, "lead_invalid",
                                       {"row": 1, "column": "company_name"}, kind=NDJSON),
    "CSV with NUL": Hostile(b"Company,Notes\nA,a\0b\n", 422, "lead_invalid", {"row": 2, "column": "Notes"}, kind=CSV),
    "CSV that ends within a quote": Hostile(b'Company\n"A\n', 422, "lead_file_invalid", {"row": 2}, kind=CSV),
    "CSV of 101 columns": Hostile(b"Company," + b",".join(b"c%d" % n for n in range(101)) + b"\nA\n", 422,
                                  "lead_file_invalid", {"row": 1}, kind=CSV),
    "CSV with a line of 2 MB": Hostile(b"Company\n" + b"x" * (MEGABYTE + 1), 422, "lead_file_invalid", {"row": 2},
                                       kind=CSV),
    "CSV with a cell too many": Hostile(b"Company,Notes\nA,b,c\n", 422, "lead_invalid", {"row": 2}, kind=CSV),
    "CSV without a company": Hostile(b"E-Mail\na@b.example\n", 422, "lead_file_invalid", {"row": 1}, kind=CSV),
    "CSV of nothing": Hostile(b"", 422, "lead_file_invalid", kind=CSV),
    "CSV that is gzip": Hostile(gzip.compress(b"Company\nA\n"), 422, "lead_file_invalid", kind=CSV),
    "CSV of an encoding that is none": Hostile(b"Company\nA\n", 422, "lead_file_invalid", kind=CSV,
                                               path=f"{JOBS}?encoding=zip"),
    "XLSX that is CSV": Hostile(b"Company\nA\n", 422, "lead_file_invalid", kind=XLSX),
    "XLSX of nothing": Hostile(b"", 422, "lead_file_invalid", kind=XLSX),
    "a zip that is no workbook": Hostile(b"PK\x03\x04" + b"\0" * 100, 422, "lead_file_invalid", kind=XLSX),
}  # fmt: skip

BAD_BODIES = {
    "gzip": Hostile(gzip.compress(b"{}"), 415, "unsupported_media_type", headers={"Content-Encoding": "gzip"}),
    "XML": Hostile(b"<leads/>", 415, "unsupported_media_type", kind="application/xml"),
    "a form": Hostile(b"leads=1", 415, "unsupported_media_type", kind="application/x-www-form-urlencoded"),
    "a type that is none": Hostile(b"{}", 415, "unsupported_media_type", kind="\u00e9;;;"),
    "more leads than a job takes": Hostile(leads(*['{"company_name":"A"}'] * 101), 413, "too_large"),
    "more rows than a job takes": Hostile(b"Company\n" + b"A\n" * 101, 413, "too_large", kind=CSV),
    "more lines than a job takes": Hostile(b"{}\n" * 101, 413, "too_large", kind=NDJSON),
    "more than a body may have": Hostile(b" " * (2 * MEGABYTE + 1) + b"{}", 413, "body_too_large"),
    "an unknown parameter": Hostile(b"Company\nA\n", 422, "invalid_request", {"parameter": "bogus"}, kind=CSV,
                                    path=f"{JOBS}?bogus=1"),
    "NUL in a parameter": Hostile(b"Company\nA\n", 422, "invalid_request", {"parameter": "name"}, kind=CSV,
                                  path=f"{JOBS}?name=a%00b"),
    "bad UTF-8 in a parameter": Hostile(b"Company\nA\n", 422, "lead_file_invalid", kind=CSV,
                                        path=f"{JOBS}?encoding=%ff%fe"),
    "a path that is none": Hostile(b"{}", 404, "not_found", path=f"{JOBS}/%00/%ff"),
    "a method that is none": Hostile(b"{}", 405, "method_not_allowed", path="/api/v1/leads"),
    "a path of 5,000 characters": Hostile(b"{}", 414, "uri_too_long", path="/api/v1/" + "a" * 5000),
    "a header of 9,000 characters": Hostile(b"{}", 431, "headers_too_large", headers={"X-Long": "a" * 9000}),
    "200 headers": Hostile(b"{}", 431, "headers_too_large", headers={f"X-{n}": "a" for n in range(200)}),
    "a header's name that is none": Hostile(b"{}", 400, "bad_request", headers={"X Y": "a"}),
    "a length that is none": Hostile(b"{}", 400, "bad_request", headers={"Content-Length": "-1"}),
    "two lengths": Hostile(b"{}", 400, "bad_request", headers={"content-length": "1"}),
    "a coding that is none": Hostile(b"{}", 400, "bad_request", headers={"Transfer-Encoding": "zip"}),
}  # fmt: skip
BAD_BOMBS = {f"a workbook: {name}": Hostile(body, 0, "", kind=XLSX) for name, body in bombs().items()}


@pytest.fixture(scope="module")
def served(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    """The API with small limits."""
    small = {"MAX_BODY_MB": "2", "MAX_LEADS_PER_JOB": "100"}
    with served_api(environment | small, tmp_path_factory.mktemp("gunicorn")) as api:
        yield api


@pytest.fixture(scope="module")
def hasty(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    """The API with deadlines of a second."""
    directory = tmp_path_factory.mktemp("hasty")
    (directory / "sitecustomize.py").write_text(
        "import api.gunicorn_worker as its\nits.HEAD_SECONDS = its.BODY_SECONDS = 1.0\n"
        "its.BODY_BYTES_PER_SECOND = 1e9\n"
    )
    with served_api(environment | {"PYTHONPATH": f"{directory}"}, directory) as api:
        yield api


@pytest.fixture
def post(served: ServedApi, api_key: str) -> Any:
    """Send a hostile request as it is, with a good key."""

    def send(hostile: Hostile) -> Answer:
        head = {
            "Host": HOST,
            "Authorization": f"Bearer {api_key}",
            "Content-Type": hostile.kind,
            "Content-Length": str(len(hostile.body)),
            "Connection": "close",
        }
        lines = [f"{name}: {value}" for name, value in (head | hostile.headers).items()]
        method = "PUT" if hostile.status == 405 else "POST"
        start = "\r\n".join([f"{method} {hostile.path} HTTP/1.1", *lines, "", ""]).encode()
        return served.send(start, hostile.body)

    return send


def check(answer: Answer, hostile: Hostile) -> None:
    problem = answer.problem
    assert (answer.status, problem["code"]) == (hostile.status, hostile.code), problem
    if hostile.place:
        places = [{name: fault.get(name) for name in hostile.place} for fault in problem["errors"]]
        assert hostile.place in places, problem


class TestHostileInput:
    @pytest.mark.parametrize("name", BAD_LEADS)
    def test_of_a_lead_is_told_by_its_pointer(self, post: Any, name: str) -> None:
        check(post(BAD_LEADS[name]), BAD_LEADS[name])

    @pytest.mark.parametrize("name", BAD_JSON)
    def test_that_is_no_good_json_is_refused(self, post: Any, name: str) -> None:
        check(post(BAD_JSON[name]), BAD_JSON[name])

    @pytest.mark.parametrize("name", BAD_FILES)
    def test_of_a_file_is_told_by_its_row(self, post: Any, name: str) -> None:
        check(post(BAD_FILES[name]), BAD_FILES[name])

    @pytest.mark.parametrize("name", BAD_BODIES)
    def test_around_the_body_is_refused(self, post: Any, name: str) -> None:
        check(post(BAD_BODIES[name]), BAD_BODIES[name])

    @pytest.mark.parametrize("name", BAD_BOMBS)
    def test_that_unpacks_to_too_much_is_refused(self, post: Any, name: str) -> None:
        answer = post(BAD_BOMBS[name])
        assert (answer.status, answer.problem["code"]) in {(413, "too_large"), (422, "lead_file_invalid")}


class TestBrokenRequests:
    @pytest.mark.parametrize(
        "head", [b"\x16\x03\x01 TLS", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"G@T / HTTP/1.1\r\n\r\n"]
    )
    def test_are_answered_as_problems_that_repeat_nothing(self, served: ServedApi, head: bytes) -> None:
        answer = served.send(head + b"\r\n\r\n")
        assert (answer.status, answer.problem["code"]) == (400, "bad_request")
        assert b"TLS" not in answer.body
        assert b"TLS" not in served.log.read_bytes()

    @pytest.mark.parametrize("path", [JOBS, "/api/v1/session"])
    @pytest.mark.parametrize("chunks", [b"zz\r\n{}\r\n0\r\n\r\n", b"5\r\n{}"])
    def test_of_bad_chunks_are_refused(self, served: ServedApi, api_key: str, path: str, chunks: bytes) -> None:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: Bearer {api_key}\r\nContent-Type: {JSON}\r\n"
            "Sec-Fetch-Site: same-origin\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        )
        with socket.create_connection((HOST, served.port), timeout=30) as connection:
            connection.sendall(head.encode() + chunks)
            connection.shutdown(socket.SHUT_WR)
            answer = read_answer(connection)
        assert 400 <= answer.status < 500, answer
        assert answer.problem["code"] in {"incomplete_body", "malformed_body", "bad_request"}

    def test_leave_no_500_in_the_log(self, served: ServedApi) -> None:
        lines = [orjson.loads(line) for line in served.log.read_bytes().splitlines() if line.startswith(b"{")]
        assert lines
        assert [line for line in lines if line.get("status") == 500 or line.get("event") == "request_failed"] == []


class TestSlowRequests:
    def test_lose_their_connection_before_the_head_is_there(self, hasty: ServedApi) -> None:
        with socket.create_connection((HOST, hasty.port), timeout=30) as connection:
            connection.sendall(b"GET /api/v1/health HTTP/1.1\r\nHost: ")
            assert read_answer(connection).status == 0

    def test_are_answered_that_their_body_is_not_whole(self, hasty: ServedApi, api_key: str) -> None:
        head = (
            f"POST {JOBS} HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: Bearer {api_key}\r\nContent-Type: {JSON}\r\n"
            "Content-Length: 100\r\n\r\n"
        )
        with socket.create_connection((HOST, hasty.port), timeout=30) as connection:
            connection.sendall(head.encode() + b'{"leads"')
            answer = read_answer(connection)
        assert (answer.status, answer.problem["code"]) == (400, "incomplete_body")

    @pytest.mark.usefixtures("settings")
    def test_without_a_body_may_be_answered_later(self) -> None:
        assert gunicorn_worker.body_seconds({}) is None
        assert gunicorn_worker.body_seconds({"CONTENT-LENGTH": "0"}) is None
