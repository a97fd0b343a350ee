"""Imports: what import-linter must be told is complete, and the rule a person would break first is seen here, too."""

from __future__ import annotations

from tests.architecture.reading import names_of, packages_imported, setup_cfg, sources

# rooms whose verbs are pure unless they are one of these
PURE_ROOMS = ("shared/leads", "shared/llm", "shared/profiles", "shared/scoring")
TOUCH_THE_WORLD = {"models", "repository", "read", "count", "index", "order", "texts", "client", "connections",
                   "list_models"}  # fmt: skip
# verbs that change or look up profiles and leads
TOUCH_THE_WORLD |= {"activate", "add_version", "choose", "create", "delete", "names", "recall", "versions"}
TOUCH_THE_WORLD |= {"outcome", "override"}
ONE_PUBLISHER = "shared/queue/publish.py"


class TestContracts:
    def test_name_every_pure_module(self) -> None:
        listed = names_of(setup_cfg()["importlinter:contract:pure"]["source_modules"])
        rooms = [path.removesuffix(".py") for path, _ in sources(*PURE_ROOMS)]
        pure = {path.replace("/", ".") for path in rooms if path.split("/")[-1] not in {*TOUCH_THE_WORLD, "__init__"}}
        assert len(pure) > 30
        assert pure <= listed

    def test_have_a_floor_for_every_room_of_shared(self) -> None:
        floors = setup_cfg()["importlinter:contract:floors"]
        assert floors["exhaustive"] == "True"
        named = names_of(floors["layers"].replace("|", "\n"))
        rooms = {path.split("/")[1].removesuffix(".py") for path, _ in sources("shared")} - {"__init__"}
        assert named == rooms

    def test_excuse_nothing_but_the_one_publisher(self) -> None:
        excused = {
            line
            for name, section in setup_cfg().items()
            if name.startswith("importlinter:")
            for line in names_of(section.get("ignore_imports", ""))
        }
        assert excused == {"shared.queue.publish -> celery", "shared.queue.publish -> kombu"}


class TestShared:
    def test_knows_no_web_framework_and_celery_in_one_file_only(self) -> None:
        web = {"flask", "flask_smorest", "marshmallow", "webargs", "werkzeug"}
        for path, text in sources("shared"):
            forbidden = web if path == ONE_PUBLISHER else web | {"celery", "kombu"}
            assert not packages_imported(text) & forbidden, path

    def test_knows_no_door(self) -> None:
        doors = {"api", "benchmarks", "cli", "migrations", "simulator", "tests", "workers"}
        assert [path for path, text in sources("shared") if packages_imported(text) & doors] == []
