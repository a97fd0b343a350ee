"""Tells which legacy encoding a text was saved in: by what its accented words would read like in each."""

# ruff: noqa: RUF001 (look-alikes of ASCII are what this file is about)

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from charset_normalizer import from_bytes

# in order of likelihood: where words read equally well in two of them, the earlier one is meant
_ALPHABETS = {
    "cp1252": ("äöüß", "àâæçéèêëîïôœùûü", "áéíñóúü", "àèéìòù", "áâãàçéêíóôõú", "éëïóöü", "åäöæøé"),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čšžćđ", "âîăşţ", "äöüß"),
    "iso8859_2": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čšžćđ", "âîăşţ", "äöüß"),
    "cp1254": ("çğıöşüâîûİ",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),
    "mac_roman": ("äöüß", "àâæçéèêëîïôœùûü", "áéíñóúü", "åäöæøé"),
    "cp850": ("äöüß", "àâæçéèêëîïôùûü", "áéíñóúü", "åäöæøé"),
}  # fmt: skip
_OTHER_SCRIPTS = (
    "cp1251", "koi8_r", "cp866", "iso8859_5", "cp1253", "iso8859_7", "cp1255", "cp1256", "cp874",
    "cp932", "euc_jp", "gb18030", "big5", "cp949",
)  # fmt: skip
_TYPOGRAPHY = "‚„“”‘’‹›«»–—…•·§°´€£©®™№ª²½¡¿\xa0\xad"

# one class a pattern: asking for an accent within it would take quadratic time on a long line without one
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_LINE = re.compile(rb"[^\r\n]+")
_MAX_WORDS = 10_000
_MAX_WORD_BYTES = 64
_MAX_LINES = 200
_MAX_BYTES = 100_000
_LEAST_SHARE_READABLE = 0.6


def _accented(pattern: re.Pattern[bytes], body: bytes, most: int) -> Iterator[bytes]:
    """The first matches that are not plain ASCII."""
    parts = (match.group() for match in pattern.finditer(body))
    return islice((part for part in parts if not part.isascii()), most)


def _reads_as_a_word(word: str, alphabets: tuple[str, ...]) -> bool:
    """Whether one language has all accented letters of the word, and its capitals stand where capitals stand."""
    letters = word.strip(_TYPOGRAPHY).replace("’", "")
    accented = {letter for letter in letters if letter > "\x7f"}
    if not accented:
        return True
    if not letters.isupper() and any(letter.isupper() for letter in letters[1:] if letter > "\x7f"):
        return False
    return any(all(a in alphabet or a.lower() in alphabet for a in accented) for alphabet in alphabets)


def _share_readable(words: list[bytes], encoding: str) -> float:
    """The share of the words, 0 to 1, that read as words in this encoding; 0 if one cannot be decoded."""
    try:
        decoded = [word.decode(encoding) for word in words]
    except UnicodeDecodeError:
        return 0.0
    return sum(_reads_as_a_word(word, _ALPHABETS[encoding]) for word in decoded) / len(decoded)


def _is_latin(words: list[bytes]) -> bool:
    """In Latin script the letters beside an accented one are mostly plain; elsewhere none of a word's are."""
    joined = b"".join(words)
    return sum(byte > 0x7F for byte in joined) < 0.65 * len(joined)


def guess_encoding(body: bytes) -> str | None:
    """The Python name of the encoding of a body that is not UTF, None if no candidate makes it readable."""
    words = list(dict.fromkeys(word[:_MAX_WORD_BYTES] for word in _accented(_WORD, body, _MAX_WORDS)))
    if not words:
        return None
    if _is_latin(words):
        shares = {encoding: _share_readable(words, encoding) for encoding in _ALPHABETS}
        best = max(shares, key=lambda encoding: shares[encoding])
        return best if shares[best] >= _LEAST_SHARE_READABLE else None
    lines = b"\n".join(_accented(_LINE, body, _MAX_LINES))[:_MAX_BYTES]
    match = from_bytes(lines, cp_isolation=list(_OTHER_SCRIPTS)).best()
    return None if match is None else match.encoding
