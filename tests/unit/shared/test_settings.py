"""Settings: every fault is named at once, no value is repeated."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from shared.settings import LogLevel, Settings, SettingsError, get_settings, load_settings

REQUIRED = {
    "DATABASE_URL": "postgresql://sales:zyqsecret@db.example:5432/sales",
    "REDIS_URL": "redis://:zyqsecret@broker.example:6379/0",
    "APP_SECRET": "zyqsecret" * 4,
    "CEREBRAS_API_KEY": "zyqsecret-key",
}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own is seen."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Load the settings of an environment with what is required and the given changes."""

    def load(**changes: str) -> Settings:
        for name, value in {**REQUIRED, **changes}.items():
            monkeypatch.setenv(name, value)
        return load_settings()

    return load


class TestFaults:
    def test_all_missing_variables_are_named_at_once_with_their_purpose(self) -> None:
        with pytest.raises(SettingsError) as raised:
            load_settings()
        said = str(raised.value)
        for name in REQUIRED:
            assert f"{name}: is not set ({Settings.model_fields[name].description})" in said
        assert {name for name in Settings.model_fields if f"{name}:" in said} == set(REQUIRED)
        assert ".env.example" in said

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("DATABASE_URL", "mysql://sales:zyqbad@db.example/sales"),
            ("DATABASE_URL", "zyqbad"),
            ("REDIS_URL", "http://:zyqbad@broker.example"),
            ("APP_SECRET", "zyqbad-too-short"),
            ("APP_ENV", "zyqbad"),
            ("LOG_LEVEL", "zyqbad"),
            ("CEREBRAS_BASE_URL", "ftp://zyqbad.example"),
            ("LLM_PROVIDER", "ZYQ bad zyqbad"),
            ("API_V1_PREFIX", "zyqbad"),
            ("WORKER_CALL_SLOTS", "zyqbad"),
        ],
    )
    def test_a_bad_variable_is_named_and_its_value_is_not_repeated(self, loaded: Any, name: str, value: str) -> None:
        with pytest.raises(SettingsError) as raised:
            loaded(**{name: value})
        assert f"{name}: " in str(raised.value)
        assert "zyq" not in str(raised.value).casefold()
        assert raised.value.__suppress_context__

    @pytest.mark.parametrize(
        ("name", "value"),
        [("WORKER_CALL_SLOTS", "0"), ("LEASE_SECONDS", "1"), ("REUSE_DAYS", "-1"), ("CEREBRAS_PRICE_INPUT_USD", "-1")],
    )
    def test_a_number_outside_its_range_is_refused(self, loaded: Any, name: str, value: str) -> None:
        with pytest.raises(SettingsError, match=name):
            loaded(**{name: value})

    @pytest.mark.parametrize("value", [" ", "\n", " \t \r\n" * 20])
    @pytest.mark.parametrize("name", [*REQUIRED, "CEREBRAS_MODEL", "CEREBRAS_BASE_URL"])
    def test_nothing_but_white_space_is_refused_by_name(self, loaded: Any, name: str, value: str) -> None:
        with pytest.raises(SettingsError, match=f"{name}: "):
            loaded(**{name: value})

    @pytest.mark.parametrize("value", ["zyq bad", "zyq\nX-Other: bad", "zyq\x1bbad", "zyqbäd", "zyq\x7fbad"])
    def test_a_key_that_no_header_can_carry_is_refused_by_name(self, loaded: Any, value: str) -> None:
        with pytest.raises(SettingsError, match="CEREBRAS_API_KEY: ") as raised:
            loaded(CEREBRAS_API_KEY=value)
        assert "zyq" not in str(raised.value)

    def test_missing_and_bad_are_told_together(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_URL", REQUIRED["DATABASE_URL"])
        monkeypatch.setenv("SLICE_SECONDS", "zyqbad")
        with pytest.raises(SettingsError) as raised:
            load_settings()
        said = str(raised.value)
        assert all(name in said for name in ("REDIS_URL", "APP_SECRET", "CEREBRAS_API_KEY", "SLICE_SECONDS"))
        assert "DATABASE_URL" not in said


class TestSettings:
    @pytest.mark.parametrize(
        "given",
        [
            "https://api.example",
            "https://api.example/",
            "https://api.example/v1",
            "https://api.example/v1/",
        ],
    )
    def test_the_base_url_has_one_form_with_or_without_v1(self, loaded: Any, given: str) -> None:
        assert loaded(CEREBRAS_BASE_URL=given).CEREBRAS_BASE_URL == "https://api.example"

    def test_a_path_before_v1_is_kept(self, loaded: Any) -> None:
        assert loaded(CEREBRAS_BASE_URL="https://gate.example/ai/v1").CEREBRAS_BASE_URL == "https://gate.example/ai"

    @pytest.mark.parametrize(
        ("environment", "level"),
        [("development", LogLevel.DEBUG), ("test", LogLevel.INFO), ("production", LogLevel.INFO)],
    )
    def test_the_log_level_follows_the_environment(self, loaded: Any, environment: str, level: LogLevel) -> None:
        assert loaded(APP_ENV=environment).log_level is level

    def test_a_given_log_level_wins(self, loaded: Any) -> None:
        assert loaded(APP_ENV="development", LOG_LEVEL="ERROR").log_level is LogLevel.ERROR

    def test_secrets_are_not_in_its_own_text(self, loaded: Any) -> None:
        settings = loaded()
        assert settings.CEREBRAS_API_KEY.get_secret_value() == REQUIRED["CEREBRAS_API_KEY"]
        assert REQUIRED["CEREBRAS_API_KEY"] not in repr(settings)
        assert REQUIRED["APP_SECRET"] not in repr(settings)

    @pytest.mark.parametrize("around", ["{}\n", "{}\r\n", " {}\t"])
    def test_white_space_around_a_value_is_no_part_of_it(self, loaded: Any, around: str) -> None:
        more = {"LLM_PROVIDER": "cerebras", "CEREBRAS_BASE_URL": "https://gate.example", "REUSE_DAYS": "3"}
        given = {**REQUIRED, **more, "LOG_LEVEL": "ERROR"}
        settings = loaded(**{name: around.format(value) for name, value in given.items()})
        assert settings.APP_SECRET.get_secret_value() == REQUIRED["APP_SECRET"]
        assert settings == loaded(**given)

    def test_cannot_be_changed(self, loaded: Any) -> None:
        with pytest.raises(ValidationError, match="frozen"):
            loaded().LEASE_SECONDS = 1.0

    def test_a_file_fills_what_the_environment_lacks(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
        path = tmp_path / "env"
        path.write_text("".join(f"{name}={value}\n" for name, value in REQUIRED.items()) + "REUSE_DAYS=3\nOTHER=1\n")
        monkeypatch.setenv("REUSE_DAYS", "7")
        assert load_settings(env_file=str(path)).REUSE_DAYS == 7


class TestGetSettings:
    def test_reads_the_environment_once(self, loaded: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        get_settings.cache_clear()
        try:
            loaded(REUSE_DAYS="5")
            first = get_settings()
            monkeypatch.setenv("REUSE_DAYS", "6")
            assert get_settings() is first
            assert first.REUSE_DAYS == 5
        finally:
            get_settings.cache_clear()
