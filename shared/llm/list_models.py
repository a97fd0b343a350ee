"""Asks a provider which models it offers: proves address and key, and is not billed."""

from __future__ import annotations

import re
from time import monotonic, time

import orjson
import requests

from shared.llm.classes import AnswerClass
from shared.llm.classify import classify
from shared.llm.errors import CerebrasAPIError

TIMEOUT_SECONDS = 10.0
LIST_LIMIT = 1_048_576  # bytes; a list of a hundred models has about 10,000
_KEY = re.compile(r"[\x21-\x7e]+")


def list_models(base_url: str, api_key: str, *, timeout_seconds: float = TIMEOUT_SECONDS) -> list[str]:
    """The model ids of `GET /v1/models`, in the provider's order.

    Raises CerebrasAPIError with the class of the answer (TRANSIENT where nobody answers, or not as a provider does),
    ValueError for a key or an address that cannot be used at all.
    """
    if not _KEY.fullmatch(api_key):
        # said without the key; `requests` would quote it
        raise ValueError("the API key holds characters that a header cannot carry")
    url = base_url.rstrip("/").removesuffix("/v1") + "/v1/models"
    started = monotonic()
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(
                url,
                headers={"Authorization": f"Bearer {api_key}", "Accept": "application/json"},
                timeout=timeout_seconds,
                # it would carry the key to another address
                allow_redirects=False,
                stream=True,
            )
            with answer:
                body = answer.raw.read(LIST_LIMIT + 1, decode_content=True)
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema):
        raise ValueError("the address of the provider cannot be used") from None
    except (requests.RequestException, OSError):
        raise CerebrasAPIError(AnswerClass.TRANSIENT) from None
    if answer.status_code != requests.codes.ok:
        ms = round((monotonic() - started) * 1000)
        refused = classify(answer.status_code, answer.headers, body, latency_ms=ms, now=time())
        raise CerebrasAPIError(refused.answer_class, retry_after_seconds=refused.retry_after_seconds)
    return _ids(body)


def _ids(body: bytes) -> list[str]:
    try:
        listed = orjson.loads(body)["data"]
        return [model["id"] for model in listed if isinstance(model["id"], str)]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise CerebrasAPIError(AnswerClass.TRANSIENT) from None
