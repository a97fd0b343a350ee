"""The provider: whether it takes the key and still has the model; asking for its list of models costs nothing."""

from __future__ import annotations

from urllib.parse import urlsplit

from cli.doctor.finding import Finding, faulty, unseen, well
from cli.doctor.surroundings import Provider, Surroundings
from shared.llm.classes import AnswerClass
from shared.llm.errors import CerebrasAPIError
from shared.llm.list_models import list_models

SEE_STATUS = "Look at the provider's status page and at this machine's way out, then run `sales-agent doctor` again."
REMEDIES = {
    AnswerClass.ACCOUNT: "Set CEREBRAS_API_KEY to a key of your account (https://cloud.cerebras.ai), restart the "
    "workers and resume the paused jobs.",
    AnswerClass.PAYMENT: "Add credit to the account, then resume the paused jobs.",
    AnswerClass.CONFIG: "See that CEREBRAS_BASE_URL is the provider's address (default https://api.cerebras.ai).",
    AnswerClass.QUOTA: "Wait until the account's rate limit resets.",
}


def examine_provider(around: Surroundings) -> list[Finding]:
    """Two findings: the key, and the model."""
    provider = around.provider
    who = f"the simulator at {provider.base_url}" if provider.is_simulator else _host(provider)
    if provider.api_key is None:
        return [_no_key(provider), unseen("model", "without a key the provider is not asked")]
    try:
        offered = list_models(provider.base_url, provider.api_key)
    except ValueError:
        bad = "CEREBRAS_API_KEY or CEREBRAS_BASE_URL holds characters that no key or address has"
        return [
            faulty("provider", bad, remedy="Copy them again, without spaces."),
            unseen("model", "the provider is not asked"),
        ]
    except CerebrasAPIError as error:
        return [_refused(provider, who, error), unseen("model", "the provider did not list its models")]
    note = "; its scores are made up by rules, no model is asked" if provider.is_simulator else ""
    return [well("provider", f"{who} answers and takes the key{note}"), _model(provider, offered)]


def _model(provider: Provider, offered: list[str]) -> Finding:
    if provider.model in offered:
        return well("model", f"{provider.model} is offered")
    return faulty(
        "model",
        f"{provider.model} is not offered (any more)",
        remedy=f"Set CEREBRAS_MODEL to one of: {', '.join(offered) or 'none is offered'}; "
        "restart the workers and resume the paused jobs.",
    )


def _refused(provider: Provider, who: str, error: CerebrasAPIError) -> Finding:
    if error.answer_class is AnswerClass.TRANSIENT:
        remedy = "Start `sales-agent up`: it starts the simulator." if provider.is_simulator else SEE_STATUS
        return faulty("provider", f"{who} does not answer, or not as a provider does", remedy=remedy)
    said = {AnswerClass.ACCOUNT: "refuses the key", AnswerClass.PAYMENT: "wants to be paid first"}
    found = f"{who} {said.get(error.answer_class, f'refuses to list its models ({error.code})')}"
    return faulty("provider", found, remedy=REMEDIES.get(error.answer_class, SEE_STATUS))


def _no_key(provider: Provider) -> Finding:
    if provider.is_simulator:
        return faulty("provider", "the simulator's key is gone", remedy="Start `sales-agent up` again: it makes one.")
    return faulty(
        "provider",
        "CEREBRAS_API_KEY is not set",
        remedy="Set it to a key of your account (https://cloud.cerebras.ai), or start `sales-agent up` without one: "
        "then the simulator answers.",
    )


def _host(provider: Provider) -> str:
    return urlsplit(provider.base_url).hostname or provider.base_url
