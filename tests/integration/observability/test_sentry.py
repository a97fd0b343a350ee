"""What is reported to a collector over real HTTP: types, frames, ids; off without a DSN, harmless when it is away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sentry_sdk
import structlog
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import text

from api.app import create_app
from cli.embedded.ports import free_port
from shared.database.unit_of_work import unit_of_work
from shared.errors import SalesAgentError
from shared.observability.logging import configure_logging
from shared.observability.sentry import start_sentry
from shared.settings import Settings, SettingsError, load_settings
from tests.doubles.collector import Collector, running_collector

MARKER = "Zyqmarker"
LEAD = {"company_name": f"{MARKER} Works", "contact_email": f"{MARKER}@mail.example", "notes": f"calls {MARKER}"}


@pytest.fixture
def collector() -> Iterator[Collector]:
    with running_collector() as running:
        yield running


@pytest.fixture(autouse=True)
def _nothing_stays_on() -> Iterator[None]:
    """The SDK is of the whole process."""
    yield
    sentry_sdk.get_client().close(timeout=2)
    sentry_sdk.get_global_scope().set_client(None)
    sentry_sdk.get_global_scope().clear()
    sentry_sdk.get_isolation_scope().clear()
    structlog.contextvars.clear_contextvars()


def client_of(settings: Settings, api_key: str, dsn: str | None) -> FlaskClient:
    """The API with this DSN; a lead that is written makes the database fail, and quote it."""
    app = create_app(settings.model_copy(update={"SENTRY_DSN": SecretStr(dsn) if dsn else None}))
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {api_key}"
    return client


@pytest.fixture
def _refusing_database(empty_database: Settings) -> Iterator[None]:
    with unit_of_work() as uow:
        uow.session.execute(
            text("""CREATE OR REPLACE FUNCTION refuse_item() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN RAISE EXCEPTION 'no room for %', NEW.input; END $$""")
        )
        uow.session.execute(
            text("CREATE TRIGGER refuse BEFORE INSERT ON job_items FOR EACH ROW EXECUTE FUNCTION refuse_item()")
        )
    yield
    with unit_of_work() as uow:
        uow.session.execute(text("DROP TRIGGER refuse ON job_items"))
        uow.session.execute(text("DROP FUNCTION refuse_item"))


def fail_with_a_lead(client: FlaskClient) -> None:
    answer = client.post(
        f"/api/v1/jobs?name={MARKER}",
        json={"leads": [LEAD], "name": MARKER},
        headers={"Cookie": f"session={MARKER}", "User-Agent": MARKER, "X-Request-Id": "request-of-the-test"},
    )
    assert answer.status_code in {422, 500}


@pytest.mark.usefixtures("_refusing_database")
class TestApi:
    def test_reports_a_fault_of_ours_with_ids_and_frames(
        self, empty_database: Settings, api_key: str, collector: Collector
    ) -> None:
        client = client_of(empty_database, api_key, collector.dsn)
        answer = client.post(
            "/api/v1/jobs", json={"leads": [LEAD]}, headers={"X-Request-Id": "request-of-the-test", "Cookie": MARKER}
        )
        assert answer.status_code == 500
        sentry_sdk.flush(timeout=5)
        (event,) = collector.events
        assert event["tags"].items() >= {
            "service": "api", "request_id": "request-of-the-test", "route": "/api/v1/jobs", "method": "POST",
            "event": "request_failed",
        }.items()  # fmt: skip
        assert event["transaction"] == "/api/v1/jobs"
        assert event["environment"] == "test"
        assert event["release"].startswith("sales-agent@")
        exception = event["exception"]["values"][-1]
        assert exception["type"] == "DatabaseStatementError"
        assert "SQLSTATE P0001" in exception["value"]
        assert any(frame["function"] == "accept_job" for frame in exception["stacktrace"]["frames"])

    def test_sends_no_lead_no_body_no_local_no_header(
        self, empty_database: Settings, api_key: str, collector: Collector
    ) -> None:
        fail_with_a_lead(client_of(empty_database, api_key, collector.dsn))
        client_of(empty_database, api_key, collector.dsn).post(
            f"/api/v1/jobs?on_invalid=skip&name={MARKER}",
            data=f"company_name,contact_email\n{MARKER},{MARKER}@mail.example\n",
            content_type="text/csv",
        )
        sentry_sdk.flush(timeout=5)
        assert collector.events
        whole = "\n".join(collector.texts)
        assert MARKER.lower() not in whole.lower()
        assert api_key not in whole
        assert api_key.split("_")[2] not in whole
        for event in collector.events:
            assert not event.keys() & {"request", "user", "breadcrumbs", "extra", "logentry", "message", "modules"}
            frames = [frame for one in event["exception"]["values"] for frame in one["stacktrace"]["frames"]]
            assert frames
            assert not {"vars", "context_line", "pre_context", "post_context"} & set().union(*frames)

    def test_says_nothing_without_a_dsn(self, empty_database: Settings, api_key: str, collector: Collector) -> None:
        fail_with_a_lead(client_of(empty_database, api_key, None))
        assert not sentry_sdk.is_initialized()
        assert collector.texts == []

    def test_answers_as_ever_when_the_collector_is_away(self, empty_database: Settings, api_key: str) -> None:
        client = client_of(empty_database, api_key, f"http://key@127.0.0.1:{free_port()}/7")
        assert client.post("/api/v1/jobs", json={"leads": [LEAD]}).json["code"] == "internal_error"

    def test_a_refusal_is_no_report(self, empty_database: Settings, api_key: str, collector: Collector) -> None:
        client = client_of(empty_database, api_key, collector.dsn)
        assert client.get("/api/v1/nothing-here").status_code == 404
        assert client.post("/api/v1/jobs", json={"leads": []}).status_code == 422
        sentry_sdk.flush(timeout=5)
        assert collector.events == []


class Refused(SalesAgentError):
    """A sentence of ours."""


class TestReports:
    def test_the_sdk_as_it_comes_would_send_the_lead(self, collector: Collector) -> None:
        """The known-bad variant: the search for markers can fail."""
        sentry_sdk.init(dsn=collector.dsn)
        fail_and_capture()
        sentry_sdk.flush(timeout=5)
        assert MARKER in "".join(collector.texts)

    def test_keep_our_sentences_and_no_others(self, settings: Settings, collector: Collector) -> None:
        start(settings, collector)
        try:
            try:
                raise ValueError(f"cannot read {MARKER}")
            except ValueError as error:
                raise Refused("The sentence of ours.") from error
        except Refused:
            structlog.get_logger("shared.jobs").exception("call_crashed", job_id="a-job", position=3, lead=MARKER)
        sentry_sdk.flush(timeout=5)
        (event,) = collector.events
        said = [(one["type"], one["value"]) for one in event["exception"]["values"]]
        assert said == [("ValueError", ""), ("Refused", "The sentence of ours.")]
        assert event["tags"].items() >= {"job_id": "a-job", "position": "3", "event": "call_crashed"}.items()
        assert MARKER not in "".join(collector.texts)

    def test_leave_warnings_out(self, settings: Settings, collector: Collector) -> None:
        start(settings, collector)
        try:
            raise ValueError
        except ValueError:
            structlog.get_logger("shared.jobs").warning("renewal_delayed", exc_info=True)
        sentry_sdk.flush(timeout=5)
        assert collector.events == []


def start(settings: Settings, collector: Collector) -> None:
    start_sentry(settings.model_copy(update={"SENTRY_DSN": SecretStr(collector.dsn)}), service="tests")
    configure_logging(settings, service="tests")


def fail_and_capture() -> None:
    lead = {**LEAD}
    try:
        raise ValueError(f"cannot read {lead['notes']}")
    except ValueError as error:
        sentry_sdk.capture_exception(error)


class TestDsn:
    @pytest.mark.parametrize("dsn", ["sentry.example.com/1", "https://sentry.example.com/1", "https://key@host/none"])
    def test_that_is_none_stops_the_start_and_is_not_repeated(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch, dsn: str
    ) -> None:
        monkeypatch.setenv("SENTRY_DSN", dsn)
        with pytest.raises(SettingsError) as caught:
            load_settings()
        assert "SENTRY_DSN" in caught.value.detail
        assert dsn not in caught.value.detail

    def test_does_not_show_in_a_repr(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SENTRY_DSN", "https://the-key@sentry.example.com/team/7")
        assert "the-key" not in repr(load_settings())
