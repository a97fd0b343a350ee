"""Waits, as headers write them."""

from __future__ import annotations

import pytest

from shared.llm.waits import MAX_WAIT_SECONDS, exhausted_reset_seconds, retry_after_seconds, span_seconds

NOW = 1_795_000_000.0  # Wed, 18 Nov 2026 11:06:40 GMT


class TestRetryAfterSeconds:
    @pytest.mark.parametrize(
        ("text", "seconds"),
        [
            ("56", 56.0),
            (" 0 ", 0.0),
            ("1.5", 1.5),
            ("Wed, 18 Nov 2026 11:07:10 GMT", 30.0),
            ("Wed, 18 Nov 2026 12:07:10 +0100", 30.0),
            ("Wed, 18 Nov 2026 11:07:10", 30.0),
            ("Wed, 18 Nov 2026 11:00:00 GMT", 0.0),
            ("99999999", MAX_WAIT_SECONDS),
            ("Fri, 31 Dec 9999 23:59:59 GMT", MAX_WAIT_SECONDS),
        ],
    )
    def test_reads_numbers_and_dates(self, text: str, seconds: float) -> None:
        assert retry_after_seconds({"retry-after": text}, now=NOW) == seconds

    @pytest.mark.parametrize("text", ["", "soon", "-5", "nan", "inf", "1e9", "1,5", "٣", "Wed, 99 Foo 2026", "9" * 400])
    def test_is_none_for_what_cannot_be_read(self, text: str) -> None:
        assert retry_after_seconds({"retry-after": text}, now=NOW) is None
        assert retry_after_seconds({}, now=NOW) is None

    def test_prefers_milliseconds(self) -> None:
        assert retry_after_seconds({"retry-after": "9", "retry-after-ms": "1250"}, now=NOW) == 1.25
        assert retry_after_seconds({"retry-after": "9", "retry-after-ms": "soon"}, now=NOW) == 9.0


class TestSpanSeconds:
    @pytest.mark.parametrize(
        ("text", "seconds"),
        [
            ("11.382867097854614", 11.382867097854614),
            ("7.66s", 7.66),
            ("1m26s", 86.0),
            ("6m0s", 360.0),
            ("2h", 7200.0),
            ("1d2h3m4.5s", 93_784.5),
            ("120ms", 0.12),
            ("1s500ms", 1.5),
        ],
    )
    def test_reads_floats_and_units(self, text: str, seconds: float) -> None:
        assert span_seconds(text) == pytest.approx(seconds)

    @pytest.mark.parametrize("text", [None, "", "s", "1x", "m1", "-1s", "1s1m"])
    def test_is_none_for_anything_else(self, text: str | None) -> None:
        assert span_seconds(text) is None


class TestExhaustedResetSeconds:
    def test_is_the_latest_of_the_windows_with_nothing_left(self) -> None:
        headers = {
            "x-ratelimit-remaining-requests-minute": "0",
            "x-ratelimit-reset-requests-minute": "11.4",
            "x-ratelimit-remaining-tokens-hour": "0",
            "x-ratelimit-reset-tokens-hour": "1m26s",
            "x-ratelimit-remaining-tokens-day": "5",
            "x-ratelimit-reset-tokens-day": "33011.4",
        }
        assert exhausted_reset_seconds(headers) == 86.0

    def test_is_none_when_no_window_says_so(self) -> None:
        assert exhausted_reset_seconds({}) is None
        assert exhausted_reset_seconds({"x-ratelimit-remaining-tokens-day": "0"}) is None
