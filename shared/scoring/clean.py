"""Takes out of a text what nobody can see: control, zero-width and direction characters, lone surrogates."""

from __future__ import annotations

import re

# what every Unicode reader takes for a line break becomes one, so that no word grows into the next
_BREAKS = "\x0b\x0c\r\x85\u2028\u2029"
_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    # tags and the second row of variation selectors can carry a whole hidden text
    "\U000e0000-\U000e0fff"
    "]+"
)
_ASCII_KEPT = bytes(code for code in range(128) if code in b"\t\n" or 32 <= code < 127)
_ASCII_BREAKS = bytes.maketrans(b"\x0b\x0c\r", b"\n\n\n")
_ASCII_UNSEEN = bytes(code for code in range(128) if code not in _ASCII_KEPT and code not in b"\x0b\x0c\r")


def clean_text(text: str) -> str:
    """The text without unseen characters and outer spaces; line breaks are kept, all as LF."""
    if text.isascii():
        if text.isprintable():
            return text.strip()
        raw = text.encode("ascii").replace(b"\r\n", b"\n")
        return raw.translate(_ASCII_BREAKS, _ASCII_UNSEEN).decode("ascii").strip()
    return _UNSEEN.sub("", _BREAK.sub("\n", text)).strip()
