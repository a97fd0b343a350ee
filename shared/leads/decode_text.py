"""Makes text of an uploaded file's bytes, and says in which encoding it was."""

from __future__ import annotations

import codecs

from shared.errors import Fault
from shared.leads.errors import LeadFileError
from shared.leads.guess_encoding import guess_encoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = (
    (b"PK\x03\x04", "an Excel workbook or another zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"%PDF", "a PDF"),
)
_ACCEPTED = frozenset(
    (
        "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii", "cp1250", "cp1251", "cp1252", "cp1253",
        "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp850", "cp852", "cp866", "cp874", "iso8859-1", "iso8859-2",
        "iso8859-5", "iso8859-7", "iso8859-9", "iso8859-15", "mac-roman", "koi8-r", "koi8-u", "cp932", "shift_jis",
        "euc_jp", "gb18030", "gbk", "gb2312", "big5", "cp949", "euc_kr",
    )
)  # fmt: skip
_SAMPLE_BYTES = 4_096
_REMEDY = "save the file as CSV in UTF-8 and send it again"


def _refused(code: str, detail: str, *, row: int | None = None) -> LeadFileError:
    return LeadFileError(f"The file cannot be read: {detail}", faults=[Fault(code, detail, row=row)])


def _named_encoding(name: str) -> str:
    """Python's own name of an encoding that a person named; UTF-8 always drops a byte order mark."""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        known = ""
    known = {"utf-8-sig": "utf-8"}.get(known, known)
    if known not in _ACCEPTED:
        raise _refused(
            "unknown_encoding",
            "The encoding that was named is not one we read; name utf-8, utf-16, cp1252 or the like.",
        )
    return known


def _looks_like_utf16(body: bytes) -> str | None:
    """UTF-16 without a mark shows as a NUL in every other byte of its Latin letters, commas and line ends."""
    sample = body[: min(_SAMPLE_BYTES, len(body) // 2 * 2)]
    even, odd, pairs = sample[0::2].count(0), sample[1::2].count(0), len(sample) // 2
    if odd > 0.1 * pairs and even < 0.1 * odd:
        return "utf-16-le"
    if even > 0.1 * pairs and odd < 0.1 * even:
        return "utf-16-be"
    return None


def _mostly_utf8(body: bytes) -> bool:
    """Whether a body that is not valid UTF-8 is UTF-8 with a damaged place rather than another encoding."""
    accented = [line for line in body.splitlines() if not line.isascii()]
    damaged = sum("�" in line.decode("utf-8", "replace") for line in accented)
    return damaged * 2 <= len(accented)


def _detect(body: bytes) -> str:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return encoding
    wide = _looks_like_utf16(body)
    if wide is not None:
        return wide
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        guess = None if _mostly_utf8(body) else guess_encoding(body)
        return guess or "utf-8"
    return "utf-8"


def decode_text(body: bytes, *, encoding: str | None = None) -> tuple[str, str]:
    """The text without a byte order mark, and Python's name of its encoding; raises LeadFileError."""
    for start, kind in _NOT_TEXT:
        if body.startswith(start):
            raise _refused("not_text", f"This is {kind}, not CSV; {_REMEDY}.")
    known = _named_encoding(encoding) if encoding else _detect(body)
    try:
        text = body.decode(known)
    except UnicodeDecodeError as error:
        row = body.count(b"\n", 0, error.start) + 1
        detail = f"Line {row} is not valid {known}; {_REMEDY}, or name the encoding that it has."
        # raised without the cause: the codec's error holds the whole file
        raise _refused("undecodable", detail, row=row) from None
    return text.removeprefix("\ufeff"), known
