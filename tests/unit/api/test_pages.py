"""Cursors: opaque, ours, and of no use elsewhere."""

from __future__ import annotations

import base64
import uuid
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from api.http.pages import Cursor, InvalidCursor, Page, identifier, moment, optional, whole_number

ID = uuid.UUID("01a20c99-4213-71d1-939f-f87d3b592057")
AT = datetime(2026, 11, 24, 8, 8, 20, 246667, tzinfo=UTC)
LEADS = Cursor("leads:score:desc", optional(whole_number), moment, identifier)


def forged(*parts: Any) -> str:
    """A cursor of any content."""
    return base64.urlsafe_b64encode(orjson.dumps(parts)).rstrip(b"=").decode()


class TestCursor:
    @pytest.mark.parametrize("score", [0, 87, None])
    def test_comes_back_as_it_was_written(self, score: int | None) -> None:
        assert LEADS.read(LEADS.write(score, AT, ID)) == (score, AT, ID)

    def test_serves_no_other_list_or_order(self) -> None:
        other = Cursor("leads:score:asc", optional(whole_number), moment, identifier)
        with pytest.raises(InvalidCursor):
            other.read(LEADS.write(1, AT, ID))

    @pytest.mark.parametrize(
        "cursor",
        [
            "abc",
            "!!!!",
            "é",
            forged(),
            forged("leads:score:desc"),
            forged("leads:score:desc", "1", AT.isoformat(), str(ID), "more"),
            forged("leads:score:desc", "-1", AT.isoformat(), str(ID)),
            forged("leads:score:desc", str(2**31), AT.isoformat(), str(ID)),
            forged("leads:score:desc", 1e300, AT.isoformat(), str(ID)),
            forged("leads:score:desc", "1", "2026-11-24T08:08:20", str(ID)),
            forged("leads:score:desc", "1", None, str(ID)),
            forged("leads:score:desc", "1", AT.isoformat(), "not-an-id"),
            base64.urlsafe_b64encode(b'{"a": 1}').decode(),
            base64.urlsafe_b64encode(b"5").decode(),
            "e30",
        ],
    )
    def test_that_was_forged_is_refused_by_name(self, cursor: str) -> None:
        with pytest.raises(InvalidCursor) as caught:
            LEADS.read(cursor)
        assert caught.value.code == "invalid_cursor"
        assert [fault.code for fault in caught.value.faults] == ["invalid_cursor"]


class TestPage:
    def test_tells_by_one_row_more_whether_another_follows(self) -> None:
        rows = Cursor("results", whole_number)
        page: Page[int] = rows.page([3, 4, 5], 2, lambda row: (row,))
        assert (page.data, page.has_more) == ([3, 4], True)
        assert rows.read(page.next_cursor or "") == (4,)

    @pytest.mark.parametrize("found", [[], [3], [3, 4]])
    def test_that_is_the_last_has_no_cursor(self, found: list[int]) -> None:
        page: Page[int] = Cursor("results", whole_number).page(found, 2, lambda row: (row,))
        assert (page.data, page.has_more, page.next_cursor) == (found, False, None)
