"""Settings: environment variables, read once into a frozen object; a missing or bad one names itself."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, PostgresDsn, RedisDsn, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.errors import SalesAgentError

_IN_A_HEADER = re.compile(r"[!-~]+")

# LLM_PROVIDER where the stand-in answers; everything that shows a result says so
SIMULATOR = "simulator"


class SettingsError(SalesAgentError):
    """A setting is missing or bad; `detail` names each variable and what it should be."""

    code = "bad_settings"


class Environment(StrEnum):
    """Where the process runs."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class LogLevel(StrEnum):
    """The least level that is written."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class Settings(BaseSettings):
    """Every setting of the API and the workers; each field's description is its line in .env.example."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", case_sensitive=True)

    APP_ENV: Environment = Field(Environment.DEVELOPMENT, description="development, test or production")
    LOG_LEVEL: LogLevel | None = Field(
        None, description="DEBUG, INFO, WARNING or ERROR; unset: DEBUG in development, INFO elsewhere"
    )
    API_V1_PREFIX: Annotated[str, Field(pattern=r"^/[a-z0-9/_-]+[a-z0-9]$")] = Field(
        "/api/v1", description="path under which every route of version 1 lives"
    )

    DASHBOARD_DIR: str = Field(
        "frontend/dist", min_length=1, description="the built dashboard; relative to the project's directory"
    )

    DATABASE_URL: PostgresDsn = Field(description="PostgreSQL 15 or newer: postgresql://user:password@host:port/name")
    DATABASE_ECHO: bool = Field(False, description="log every SQL statement (never its parameters)")
    DATABASE_POOL_SIZE: int = Field(8, ge=1, le=200, description="connections a process keeps open")
    DATABASE_MAX_OVERFLOW: int = Field(16, ge=0, le=200, description="connections above the pool, closed after use")

    REDIS_URL: RedisDsn = Field(
        description="Redis or Valkey, the broker: redis://:password@host:port/0; it holds no lead"
    )

    APP_SECRET: SecretStr = Field(
        min_length=32, description="at least 32 random characters; makes the delimiters around lead text unguessable"
    )

    CEREBRAS_API_KEY: SecretStr = Field(
        min_length=1, description="the provider's key; under `sales-agent up` unset means the simulator answers"
    )
    CEREBRAS_BASE_URL: Annotated[str, Field(pattern=r"^https?://")] = Field(
        "https://api.cerebras.ai", description="with or without /v1 at the end"
    )
    CEREBRAS_MODEL: str = Field("gpt-oss-120b", min_length=1, description="model id; models retire often")
    CEREBRAS_PRICE_INPUT_USD: Decimal = Field(Decimal("0.35"), ge=0, description="USD a million prompt tokens")
    CEREBRAS_PRICE_OUTPUT_USD: Decimal = Field(Decimal("0.75"), ge=0, description="USD a million completion tokens")
    LLM_PROVIDER: str = Field(
        "cerebras",
        pattern=r"^[a-z][a-z0-9_-]{0,31}$",
        description="recorded with every result; `sales-agent up` sets it to simulator when the simulator answers",
    )
    LLM_MAX_COMPLETION_TOKENS: int = Field(
        2000, ge=64, le=40960, description="always sent: without it the provider reserves 16,384 tokens a call"
    )
    LLM_CONNECT_TIMEOUT_SECONDS: float = Field(5.0, gt=0, le=60, description="opening a connection to the provider")
    LLM_TOTAL_DEADLINE_SECONDS: float = Field(
        60.0, gt=0, le=600, description="a whole call; a read time-out alone does not end an answer that drips"
    )

    WORKER_CALL_SLOTS: int = Field(32, ge=1, le=1000, description="calls in flight in one worker process")
    WORKER_SLICES: int = Field(8, ge=1, le=64, description="jobs that one worker process serves side by side")
    SLICE_SECONDS: float = Field(10.0, gt=0, le=60, description="longest run of one jobs.work task")
    LEASE_SECONDS: float = Field(30.0, ge=2, le=600, description="after a crash a lead waits this long")
    STOP_GRACE_SECONDS: float = Field(25.0, ge=0, le=600, description="a stopping worker waits this long for calls")
    SWEEP_INTERVAL_SECONDS: float = Field(2.0, ge=0.2, le=60, description="rhythm of beat's sweep")
    LEAD_MAX_ATTEMPTS: int = Field(5, ge=1, le=20, description="calls for one lead before it fails for good")
    REUSE_DAYS: int = Field(30, ge=0, le=365, description="equal leads are not paid for again for so long")
    RUNNERS_PER_JOB: int = Field(2, ge=1, le=64, description="worker processes that share one large job")
    INTERACTIVE_MAX_LEADS: int = Field(20, ge=0, le=1000, description="larger jobs use the bulk queue")

    SENTRY_DSN: SecretStr | None = Field(
        None, description="https://key@host/project of a Sentry; unset: nothing is reported"
    )

    QUALIFY_MAX_WAITERS: int = Field(
        8, ge=0, le=12, description="requests of an API process that may wait for a lead's result; each holds a thread"
    )
    MAX_LEADS_PER_JOB: int = Field(100_000, ge=1, le=1_000_000, description="larger jobs are refused with 413")
    MAX_BODY_MB: int = Field(64, ge=1, le=1024, description="larger request bodies are refused with 413")

    @field_validator("*", mode="before")
    @classmethod
    def _stripped(cls, value: object) -> object:
        # a secret read from a file often ends in a line break, and one of nothing but blanks is none
        return value.strip() if isinstance(value, str) else value

    @field_validator("CEREBRAS_API_KEY")
    @classmethod
    def _fit_for_a_header(cls, value: SecretStr) -> SecretStr:
        # every call would fail on it, one lead after the other
        if not _IN_A_HEADER.fullmatch(value.get_secret_value()):
            raise ValueError("must be printable ASCII without blanks")
        return value

    @field_validator("CEREBRAS_BASE_URL")
    @classmethod
    def _without_version(cls, value: str) -> str:
        # the official SDK wants no /v1, OpenAI-style clients want it: accept both, keep one form
        return value.rstrip("/").removesuffix("/v1")

    @field_validator("SENTRY_DSN")
    @classmethod
    def _dsn(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(
            r"https?://[^\s@/]+@[^\s@/]+/(?:[^\s?#]*/)?\d+", value.get_secret_value()
        ):
            raise ValueError("should look like https://key@host/project")
        return value

    @property
    def dashboard_directory(self) -> Path:
        """Where the built dashboard is, if it is: DASHBOARD_DIR, from where the packages lie."""
        return Path(__file__).parents[1] / self.DASHBOARD_DIR

    @property
    def dashboard_is_built(self) -> bool:
        """Whether there is a page to open."""
        return (self.dashboard_directory / "index.html").is_file()

    @property
    def log_level(self) -> LogLevel:
        """The level in force: LOG_LEVEL, else by APP_ENV."""
        if self.LOG_LEVEL is not None:
            return self.LOG_LEVEL
        return LogLevel.DEBUG if self.APP_ENV is Environment.DEVELOPMENT else LogLevel.INFO


def load_settings(*, env_file: str | None = None) -> Settings:
    """Read and check the environment; raises SettingsError that names every missing or bad variable."""
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        lines = []
        for item in error.errors(include_input=False, include_url=False):
            name = str(item["loc"][0]) if item["loc"] else "settings"
            said = "is not set" if item["type"] == "missing" else item["msg"]
            purpose = Settings.model_fields[name].description if name in Settings.model_fields else None
            lines.append(f"{name}: {said}" + (f" ({purpose})" if purpose else ""))
        # raised without the cause: pydantic's own text repeats the values
        raise SettingsError("Set these environment variables (see .env.example): " + "; ".join(lines)) from None


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read at the first call."""
    return load_settings()
