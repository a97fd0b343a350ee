"""Shares of faults, and what each answers."""

from __future__ import annotations

from collections import Counter

import orjson
import pytest

from simulator.draw import draw
from simulator.faults import Fault, parse_shares, refusal_of


class TestParseShares:
    def test_reads_class_and_share(self) -> None:
        assert parse_shares(["500=0.01", "reset=0.25"]).shares == ((Fault.SERVER, 0.01), (Fault.RESET, 0.25))

    def test_a_bare_share_is_of_503_and_zero_is_none(self) -> None:
        assert parse_shares(["0.1"]).shares == ((Fault.UNAVAILABLE, 0.1),)
        assert parse_shares(["0"]).shares == ()

    @pytest.mark.parametrize(
        "texts", [["501=0.1"], ["500=x"], ["500"], ["500=1.5"], ["500=0.6", "503=0.6"], ["reset="]]
    )
    def test_says_what_is_wrong(self, texts: list[str]) -> None:
        with pytest.raises(ValueError, match=r"share|CLASS=SHARE"):
            parse_shares(texts)


class TestPick:
    def test_draws_fall_in_the_asked_shares(self) -> None:
        shares = parse_shares(["500=0.1", "reset=0.3"])
        picked = Counter(shares.pick(draw("test", number)) for number in range(4000))
        assert picked[Fault.SERVER] == pytest.approx(400, rel=0.2)
        assert picked[Fault.RESET] == pytest.approx(1200, rel=0.1)
        assert picked[None] == 4000 - picked[Fault.SERVER] - picked[Fault.RESET]


class TestRefusalOf:
    @pytest.mark.parametrize(
        ("fault", "status", "code"),
        [
            (Fault.BAD_REQUEST, 400, ""),
            (Fault.WRONG_KEY, 401, "wrong_api_key"),
            (Fault.PAYMENT, 402, "payment_required"),
            (Fault.TIMEOUT, 408, "request_timeout"),
            (Fault.QUOTA, 429, "request_quota_exceeded"),
            (Fault.QUEUE, 429, "queue_exceeded"),
            (Fault.SERVER, 500, ""),
            (Fault.UNAVAILABLE, 503, "service_unavailable"),
        ],
    )
    def test_refuses_with_the_providers_code(self, fault: Fault, status: int, code: str) -> None:
        refusal = refusal_of(fault)
        assert refusal is not None
        assert (refusal.status, orjson.loads(refusal.body)["code"]) == (status, code)

    def test_only_a_quota_says_when_to_come_back(self) -> None:
        waits = {fault for fault in Fault if (refusal := refusal_of(fault)) and refusal.retry_after is not None}
        assert waits == {Fault.QUOTA}

    def test_the_others_let_the_work_be_done(self) -> None:
        assert {fault for fault in Fault if refusal_of(fault) is None} == {
            Fault.RESET,
            Fault.MALFORMED,
            Fault.LENGTH,
            Fault.EMPTY,
            Fault.FILTERED,
            Fault.SLOW,
        }
