"""Checks a profile that somebody sent: what refuses it, and what they should think about before they use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shared.errors import Fault
from shared.profiles.content import Criterion, ProfileContent
from shared.profiles.errors import ProfileInvalid

# a criterion that outweighs all others together decides alone
HEAVY_SHARE = 0.5
FEW_CRITERIA = 3
# over it, a lead with one quiet criterion is not given a tier any more
HIGH_COVERAGE = 0.9


def check_content(value: object, *, at: str = "") -> ProfileContent:
    """The profile in decoded JSON; raises ProfileInvalid with every fault, by JSON pointers that begin with `at`."""
    try:
        content = ProfileContent.from_json(value)
        faults = list(_repeated_anchors(content))
        if faults:
            raise ProfileInvalid("The profile breaks the rules that its faults name.", faults=faults)
    except ProfileInvalid as error:
        placed = [replace(fault, pointer=f"{at}{fault.pointer}") for fault in error.faults]
        raise ProfileInvalid(error.detail, faults=placed) from None
    return content


def find_warnings(content: ProfileContent) -> list[Fault]:
    """What is allowed and seldom meant, by JSON pointer."""
    return [
        *_weigh(content.criteria),
        *([] if content.disqualifiers else [_NO_DISQUALIFIER]),
        *([_ONE_TIER] if len(content.tiers) == 1 else []),
        *_coverage(content),
    ]


_NO_DISQUALIFIER = Fault("no_disqualifier", "Nothing rules a lead out, whatever it says.", pointer="/disqualifiers")
_ONE_TIER = Fault("one_tier", "Every lead gets the same tier.", pointer="/tiers")


def _repeated_anchors(content: ProfileContent) -> Iterator[Fault]:
    """Levels of one criterion with the same text: nobody could choose between them."""
    for index, criterion in enumerate(content.criteria):
        seen: dict[str, int] = {}
        for level, anchor in enumerate(criterion.anchors):
            first = seen.setdefault(" ".join(anchor.casefold().split()), level)
            if first != level:
                detail = f"Says the same as level {first}: say what sets this level apart."
                yield Fault("repeated", detail, pointer=f"/criteria/{index}/anchors/{level}")


def _weigh(criteria: tuple[Criterion, ...]) -> Iterator[Fault]:
    total = sum(criterion.weight for criterion in criteria)
    if total != 100:
        detail = f"The weights add up to {total}; with 100 each reads as percent of the score."
        yield Fault("weights_not_100", detail, pointer="/criteria")
    if len(criteria) < FEW_CRITERIA:
        yield Fault("few_criteria", "So few criteria make few different scores.", pointer="/criteria")
        return
    for index, criterion in enumerate(criteria):
        if criterion.weight > HEAVY_SHARE * total:
            detail = "Outweighs all other criteria together."
            yield Fault("heavy_criterion", detail, pointer=f"/criteria/{index}/weight")


def _coverage(content: ProfileContent) -> Iterator[Fault]:
    if content.least_coverage == 0:
        detail = "One known criterion is enough for a tier, however little is known of the rest."
        yield Fault("no_least_coverage", detail, pointer="/least_coverage")
    elif content.least_coverage > HIGH_COVERAGE:
        detail = "Most leads leave something unsaid and will be open, without a tier of yours."
        yield Fault("high_least_coverage", detail, pointer="/least_coverage")
