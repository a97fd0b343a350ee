"""A number that keeps the bounds of a schema."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from simulator.schema.errors import SchemaProblem


def number_within(node: Mapping[str, object], *, whole: bool) -> int | float:
    """The number nearest to the lower bound (else to the upper, else 0) that the bounds and multipleOf allow.

    Raises SchemaProblem where no number does.
    """
    step = _step(node, whole=whole)
    for candidate in _candidates(node, step):
        if fits(candidate, node, whole=whole):
            return int(candidate) if whole else float(candidate)
    raise SchemaProblem("no number keeps the bounds")


def fits(value: float | Fraction, node: Mapping[str, object], *, whole: bool) -> bool:
    """Whether the number keeps the bounds and multipleOf of the node."""
    step = _step(node, whole=whole)
    exact = value if isinstance(value, Fraction) else Fraction(str(value))
    minimum, above = _read(node, "minimum"), _read(node, "exclusiveMinimum")
    maximum, below = _read(node, "maximum"), _read(node, "exclusiveMaximum")
    return (
        (minimum is None or exact >= minimum)
        and (above is None or exact > above)
        and (maximum is None or exact <= maximum)
        and (below is None or exact < below)
        and (step is None or exact % step == 0)
    )


def _step(node: Mapping[str, object], *, whole: bool) -> Fraction | None:
    step = _read(node, "multipleOf")
    if step is not None and step <= 0:
        raise SchemaProblem("multipleOf must be above 0")
    if not whole:
        return step
    # the whole multiples of p/q in lowest terms are the multiples of p
    return Fraction(1) if step is None else Fraction(step.numerator)


def _candidates(node: Mapping[str, object], step: Fraction | None) -> list[Fraction]:
    lows = [bound for bound in (_read(node, "minimum"), _read(node, "exclusiveMinimum")) if bound is not None]
    highs = [bound for bound in (_read(node, "maximum"), _read(node, "exclusiveMaximum")) if bound is not None]
    if step is not None:
        low = [math.ceil(max(lows) / step) * step] if lows else []
        high = [math.floor(min(highs) / step) * step] if highs else []
        return [Fraction(0), *low, *(value + step for value in low), *high, *(value - step for value in high)]
    middle = [(max(lows) + min(highs)) / 2] if lows and highs else []
    return [Fraction(0), *lows, *highs, *middle, *(low + 1 for low in lows), *(high - 1 for high in highs)]


def _read(node: Mapping[str, object], keyword: str) -> Fraction | None:
    value = node.get(keyword)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    # by way of its decimal text, so that 0.1 is a tenth
    return Fraction(str(value))
