"""Following a job: the pace, the end, time-outs, and an API that is away for a while."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from cli.client.api import ApiClient
from cli.client.errors import ApiProblem, TimedOut
from cli.client.follow import AWAY_PATIENCE_SECONDS, follow
from cli.client.target import Target
from cli.client.transport import Transport
from tests.unit.cli.answers import JOB, ended, running
from tests.unit.cli.client.test_transport import Clock
from tests.unit.cli.conftest import KEY, Played, RecordedApi

AWAY = Played(503, {"code": "unavailable", "detail": "The database is not reachable right now."})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def api(api_server: RecordedApi, clock: Clock) -> Iterator[ApiClient]:
    target = Target(api_server.url + "/api/v1", KEY, "--url", "--key")
    with ApiClient(target, transport=Transport(target, sleep=clock.sleep, clock=clock)) as client:
        yield client


class TestFollow:
    def test_ends_with_the_job(self, api: ApiClient, api_server: RecordedApi, clock: Clock) -> None:
        api_server.on("GET", f"/jobs/{JOB}", running(1), running(2, '"2"'), ended())
        seen = [sight.job.request_counts.ended for sight in follow(api, JOB, sleep=clock.sleep, clock=clock)]
        assert seen == [1, 2, 3]

    def test_asks_only_for_what_changed(self, api: ApiClient, api_server: RecordedApi, clock: Clock) -> None:
        api_server.on("GET", f"/jobs/{JOB}", running(1, '"7"'), Played(304, headers={"ETag": '"7"'}), ended())
        seen = [sight.job.request_counts.ended for sight in follow(api, JOB, sleep=clock.sleep, clock=clock)]
        assert seen == [1, 1, 3]
        assert [asked.headers.get("If-None-Match") for asked in api_server.asked] == [None, '"7"', '"7"']

    def test_slows_down_from_a_third_of_a_second_to_two(
        self, api: ApiClient, api_server: RecordedApi, clock: Clock
    ) -> None:
        api_server.on("GET", f"/jobs/{JOB}", running())
        list(itertools.islice(follow(api, JOB, sleep=clock.sleep, clock=clock), 20))
        assert clock.slept[0] == 0.3
        assert clock.slept == sorted(clock.slept)
        assert clock.slept[-1] == 2.0

    def test_gives_up_at_the_time_out_and_says_how_to_come_back(
        self, api: ApiClient, api_server: RecordedApi, clock: Clock
    ) -> None:
        api_server.on("GET", f"/jobs/{JOB}", running())
        with pytest.raises(TimedOut, match="not ended within 5 s") as caught:
            list(follow(api, JOB, timeout_seconds=5, sleep=clock.sleep, clock=clock))
        assert (caught.value.exit_code, clock.now) == (4, 5.0)
        assert f"sales-agent watch {JOB}" in caught.value.remedy

    def test_outlives_a_restart_of_the_api(self, api: ApiClient, api_server: RecordedApi, clock: Clock) -> None:
        api_server.on("GET", f"/jobs/{JOB}", running(), AWAY, AWAY, ended())
        away = [sight.api_away for sight in follow(api, JOB, sleep=clock.sleep, clock=clock)]
        assert away == [False, True, True, False]

    def test_gives_up_on_an_api_that_stays_away(self, api: ApiClient, api_server: RecordedApi, clock: Clock) -> None:
        api_server.on("GET", f"/jobs/{JOB}", running(), AWAY)
        with pytest.raises(ApiProblem):
            list(follow(api, JOB, sleep=clock.sleep, clock=clock))
        assert AWAY_PATIENCE_SECONDS < clock.now < AWAY_PATIENCE_SECONDS + 5

    def test_does_not_wait_where_waiting_is_in_vain(
        self, api: ApiClient, api_server: RecordedApi, clock: Clock
    ) -> None:
        refused = Played(401, {"code": "key_refused", "detail": "A valid API key is needed."})
        api_server.on("GET", f"/jobs/{JOB}", running(), refused)
        with pytest.raises(ApiProblem):
            list(follow(api, JOB, sleep=clock.sleep, clock=clock))
        assert len(api_server.asked) == 2
