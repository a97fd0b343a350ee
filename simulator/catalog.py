"""The models on offer (facts A7): ids, prices, limits, and the bodies that list them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Model:
    """One model; prices are USD a token as decimal text, lengths are tokens."""

    id: str
    input_usd: str
    output_usd: str
    context_length: int
    max_output: int
    takes_developer_role: bool = False


MODELS = {
    model.id: model
    for model in (
        Model("gpt-oss-120b", "0.00000035", "0.00000075", 131_072, 40_960, takes_developer_role=True),
        Model("qwen-3.8-27b", "0.00000099", "0.00000149", 131_072, 32_768),
    )
}

_PARAMETERS = (
    *("max_completion_tokens", "reasoning_effort", "response_format", "seed", "stop"),
    *("stream", "temperature", "tools", "top_p"),
)


def model_object(model: Model) -> dict[str, object]:
    """The entry of `GET /v1/models`."""
    return {"id": model.id, "object": "model", "created": 0, "owned_by": "Cerebras"}


def public_model_object(model: Model) -> dict[str, object]:
    """The entry of `GET /public/v1/models`; the rate limits are null, as in the live record."""
    return {
        **model_object(model),
        "pricing": {"prompt": model.input_usd, "completion": model.output_usd},
        "capabilities": {"streaming": True, "structured_outputs": True, "tools": True, "reasoning": True},
        "supported_parameters": list(_PARAMETERS),
        "limits": {
            "max_context_length": model.context_length,
            "max_completion_tokens": model.max_output,
            "requests_per_minute": None,
            "tokens_per_minute": None,
        },
        "deprecated": False,
        "preview": False,
    }
