"""A profile in a file: read strictly, each part with its line."""

from __future__ import annotations

import pytest

from cli.client.errors import ClientError
from cli.client.profile_file import read_profile_file, write_profile_file
from shared.profiles.content import ProfileContent
from shared.profiles.load_preset import list_presets, load_preset

FILE = """\
# what we sell
name: Dental equipment
criteria:
  - key: fit
    weight: 60
    anchors: [none, little, some, much, all]
  - key: need
    weight: forty
least_coverage: 0.4
since: 2026-01-02
"""


class TestReadProfileFile:
    def test_reads_what_json_has_and_leaves_a_date_as_it_was_written(self) -> None:
        content = read_profile_file(FILE.encode()).content
        assert content["criteria"][0] == {
            "key": "fit",
            "weight": 60,
            "anchors": ["none", "little", "some", "much", "all"],
        }
        assert (content["least_coverage"], content["since"]) == (0.4, "2026-01-02")

    @pytest.mark.parametrize(
        ("pointer", "line"),
        [
            ("/name", 2),
            ("/criteria/1/weight", 8),
            ("/criteria/0/anchors/3", 6),
            ("/criteria/1/anchors", 7),
            ("/seller", 2),
            ("", 2),
        ],
    )
    def test_knows_the_line_of_each_part_and_of_what_is_missing_that_of_the_part_around_it(
        self, pointer: str, line: int
    ) -> None:
        assert read_profile_file(FILE.encode()).line_of(pointer) == line

    @pytest.mark.parametrize("preset", list_presets())
    def test_reads_back_what_is_written(self, preset: str) -> None:
        content = load_preset(preset)
        read = read_profile_file(write_profile_file(content.to_json()).encode())
        assert ProfileContent.from_json(read.content) == content

    @pytest.mark.parametrize(
        ("raw", "said"),
        [
            (b"name: a\nname: b\n", "Line 2, column 1: 'name' stands here for the second time"),
            (b"name: [a\n", "Line 2, column 1"),
            (b"name: \xff\n", "not UTF-8"),
            (b"- a\n", "holds no profile"),
            (b"", "holds no profile"),
            (b"just words", "holds no profile"),
            (b"a: 1\n---\nb: 2\n", "Line 2"),
            (b"? [a, b]\n: 1\n", "not a text"),
            (b"a: &x {b: 1}\nc:\n  <<: *x\n", "not a text"),
            (b"a: !!python/object/apply:os.system [echo]\nb: \x07\n", "not YAML"),
        ],
    )
    def test_names_the_place_of_what_cannot_be_read(self, raw: bytes, said: str) -> None:
        with pytest.raises(ClientError) as caught:
            read_profile_file(raw)
        assert said in caught.value.message
        assert "profiles show b2b --yaml" in caught.value.remedy or "UTF-8" in caught.value.remedy

    def test_runs_nothing_that_a_tag_names(self) -> None:
        read = read_profile_file(b"a: !!python/object/apply:os.system [echo]\nb: !!python/name:os.system x\n")
        assert read.content == {"a": ["echo"], "b": "x"}

    def test_ends_a_file_of_aliases_of_aliases(self) -> None:
        lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
        lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
        with pytest.raises(ClientError, match="says too much"):
            read_profile_file("\n".join(lines).encode())
