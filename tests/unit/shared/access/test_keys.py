"""Keys: random, of one form, and never kept."""

from __future__ import annotations

import hashlib
import re
from unittest import mock

import pytest

from shared.access.keys import digest_of, find_prefix, make_key, same_digest


class TestMakeKey:
    def test_has_the_form_that_scanners_can_look_for(self) -> None:
        made = make_key()
        assert re.fullmatch(r"sa_[a-z0-9]{8}_[A-Za-z0-9_-]{43}", made.key)
        assert made.key.split("_")[1] == made.prefix

    def test_has_256_random_bits(self) -> None:
        with mock.patch("shared.access.keys.secrets.token_urlsafe", return_value="s" * 43) as token:
            make_key()
        token.assert_called_once_with(32)
        assert len({make_key().key for _ in range(200)}) == 200

    def test_keeps_only_a_digest_of_the_whole_key(self) -> None:
        made = make_key()
        assert made.digest == hashlib.sha256(made.key.encode()).digest()

    def test_does_not_print_the_key(self) -> None:
        made = make_key()
        assert made.key not in repr(made)
        assert made.prefix in repr(made)


class TestFindPrefix:
    def test_of_a_key_is_its_public_part(self) -> None:
        made = make_key()
        assert find_prefix(made.key) == made.prefix

    @pytest.mark.parametrize(
        "presented",
        [
            "",
            "sa_",
            "sa_abcdefgh_",
            "sa_abcdefgh_" + "s" * 42,
            "sa_abcdefgh_" + "s" * 44,
            "sa_ABCDEFGH_" + "s" * 43,
            "sb_abcdefgh_" + "s" * 43,
            "sa_abcdefgh_" + "s" * 42 + "é",
            "sa_abcdefgh_" + "s" * 43 + "\n",
        ],
    )
    def test_of_anything_else_is_none(self, presented: str) -> None:
        assert find_prefix(presented) is None


class TestSameDigest:
    def test_compares_in_constant_time(self) -> None:
        with mock.patch("shared.access.keys.hmac.compare_digest", return_value=True) as compare:
            assert same_digest(b"a", b"b")
        compare.assert_called_once_with(b"a", b"b")

    def test_tells_equal_from_different(self) -> None:
        assert same_digest(digest_of("a"), digest_of("a"))
        assert not same_digest(digest_of("a"), digest_of("b"))
