"""Migrations: numbered, in one line, with one head."""

from __future__ import annotations

from alembic.script import ScriptDirectory

from migrations.upgrade import alembic_config
from tests.architecture.reading import TREE


class TestMigrations:
    def test_are_numbered_files_in_one_line(self) -> None:
        scripts = ScriptDirectory.from_config(alembic_config("postgresql://nobody@127.0.0.1:9/none"))
        line = [(script.revision, script.down_revision) for script in scripts.walk_revisions()][::-1]
        numbers = [f"{number:04d}" for number in range(1, len(line) + 1)]
        assert line == list(zip(numbers, [None, *numbers], strict=False))
        assert scripts.get_heads() == numbers[-1:]
        files = sorted(path.name[:5] for path in (TREE / "migrations/versions").glob("*.py") if path.stem != "__init__")
        assert files == [f"{number}_" for number in numbers]
