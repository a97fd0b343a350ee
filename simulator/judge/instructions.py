"""Text in a lead that speaks to the model instead of about the company."""

from __future__ import annotations

import re

_RULES = r"(?:above|previous|prior|earlier|preceding|instructions?|rules?|prompt|criteria|rubric)"
_TOP = (
    r"(?:\b100\b|\b10/10\b|\blevel 4\b|\b(?:full|top) marks\b|\btier a\b|"
    r"\b(?:highest|maximum|max|top|perfect|best) (?:possible )?(?:score|rating|level|marks?|tier|points)\b)"
)
_VERBS = r"(?:score|rate|rank|grade|mark|qualify|classify|give|set|assign|return|output|answer|respond)"
_MARKS = (
    rf"(?:ignore|disregard|forget|override|bypass)\W+(?:\w+\W+){{0,3}}?{_RULES}",
    rf"{_VERBS}\b[^.!?\n]{{0,60}}?{_TOP}",
    r"(?:system|hidden|developer) prompt",
    r"(?:system|assistant|developer|admin)\s*(?:override|:\s*(?:you|set|ignore|score|mark|the))",
    r"(?:note|message|attention|instructions?) (?:to|for) (?:the )?(?:ai|llm|model|assistant|grader|scorer|bot)\b",
    r"(?:if you are|you are now|as) (?:an?|the) (?:\w+ )?(?:ai|llm|language model|assistant|automated)\b",
    r"new instructions?\b",
    r"do not (?:follow|apply|use) (?:the |your |any )?(?:\w+ )?(?:rules|instructions|criteria|rubric)",
    r"(?:vorherigen|bisherigen|obigen) (?:anweisungen|vorgaben|regeln)",
    r"(?:mit )?100 (?:punkten?|points|puntos|punti)\b",
    r"(?:instructions|consignes|instrucciones) (?:précédentes|anteriores)",
    r"(?:ignoriere|vergiss) (?:\w+ ){0,3}(?:anweisungen|vorgaben|regeln)",
    r"(?:ignora|ignorez|oubliez) (?:\w+ ){0,3}(?:instrucciones|instructions|consignes)",
)
# Every mark holds one of these; looking for them first costs a fraction of the whole pattern.
_HINTS = (
    *(
        "ignor",
        "disregard",
        "forget",
        "overrid",
        "bypass",
        "vergiss",
        "oubliez",
        "prompt",
        "instruct",
        "rubric",
        "do not ",
    ),
    *("100", "10/10", "level 4", " marks", "tier a", "highest", "max", "top ", "perfect", "best ", "points"),
    *(
        "assistant",
        "admin",
        "developer",
        "system",
        "an ai",
        "an llm",
        "the ai",
        "anweisung",
        "regeln",
        "consignes",
        "instruc",
    ),
    *(" ai", " llm", " model", " grader", " scorer", " bot", "assistant"),
)
_INSTRUCTION = re.compile("|".join(rf"(?:\b{mark})" for mark in _MARKS))


def instructs(text: str) -> bool:
    """Whether the text tells a model what to do, by the marks of this file (see simulator/README.md)."""
    lower = text.lower()
    return any(hint in lower for hint in _HINTS) and _INSTRUCTION.search(lower) is not None
