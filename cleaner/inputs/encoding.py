"""Bytes to text and back to the very bytes: byte order marks, declared and undeclared encodings, undecodable bytes.

Undecodable bytes become one U+FFFD each and are recorded with their offset, so that nothing is lost. An encoding that
does not
give the same bytes back is not used for plain text: `restore` is a promise.
"""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

import numpy as np
import regex
from charset_normalizer import from_bytes

from cleaner.errors import InputError
from cleaner.model import Encoding, Undecodable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with the other's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What pages mean by these labels is what browsers read (the WHATWG encoding standard), not what the label says.
_WHATWG = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
    "windows-31j": "cp932",
    "unicode": "utf-8",
    "utf8": "utf-8",
}

_DECLARED = regex.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    regex.IGNORECASE,
)
_DECLARED_WITHIN = 64 * 1024
"""Bytes searched for a declaration: pages put scripts of tens of kilobytes before it."""

_SAMPLE = 256 * 1024
"""Bytes shown to the detector where nothing is declared; a smaller sample mistakes late text for another encoding."""

_GUESSED = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874",
    "koi8_r", "cp866", "cp932", "euc_jp", "iso2022_jp", "gb18030", "big5", "cp949", "johab",
)  # fmt: skip
"""Encodings that undeclared text of the last thirty years comes in; with all of Python's to choose from, the detector
reads short German text as Icelandic Macintosh."""

_CENTRAL = frozenset({"Czech", "Polish", "Hungarian", "Slovak", "Slovene", "Croatian", "Romanian"})
_CENTRAL_LETTERS = frozenset("łąśźżťľŁĄŚŹŻŤĽ".encode("cp1250"))

_WIDE_SAMPLE = 4096
_WIDE_ZEROS = 0.04
"""Least share of zero bytes in UTF-16: Cyrillic or Greek prose has one at every space, near 8 %."""
_WIDE_AGREEMENT = 0.8
"""Least share of the zero bytes that stand beside a plain ASCII character, on the same side: in Korean prose some
belong to syllables, in numbers written as binary most stand beside control characters."""
_WIDE_LEAST = 3
"""Zero bytes in such company that are no accident."""
_PLAIN = frozenset(map(chr, range(32, 127))) | frozenset("\t\n\r\f")

_KANA_SHARE = 0.2
"""Least share of kana among the characters outside ASCII that tells Japanese: its prose has about a half, and the same
bytes read by the other East Asian encodings almost none."""

_BAD_SHARE = 0.005
"""UTF-8 with fewer undecodable bytes than this share is UTF-8 with damage, not another encoding."""

_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"\x7fELF",
    b"BZh",
    b"\xfd7zXZ",
    b"SQLite ",
    b"\x28\xb5\x2f\xfd",
)
_CONTROL = np.array([code not in (9, 10, 11, 12, 13, 27) for code in range(32)])
_CONTROL_SHARE = 0.02
"""A file with more control characters than this share is binary; text with stray NULs stays far below it."""

_MARK = "\udc80"  # never the outcome of a sound decoding, so it can stand for "bytes lost here"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was read."""

    text: str
    encoding: Encoding


def decode(data: bytes, *, html: bool = False, path: str | None = None) -> Decoded:
    """Read `data` as text, in any declared or undeclared encoding.

    `html` looks for a declaration in the page. Raises `InputError` for binary data, naming `path`.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _lossless(data[len(bom) :], name, bom=True)
    _refuse_magic(data, path)
    wide = _wide(data)
    if wide is not None:
        return _lossless(data, wide)
    _refuse_controls(data, path)
    declared = _declared(data) if html else None
    if declared is not None and declared.startswith(("utf-16", "utf-32")):
        declared = None  # a page whose declaration can be read as ASCII is not UTF-16
    if b"\x1b" in data and b"\x1b$" in data:  # its bytes are ASCII, and so valid UTF-8
        shifted = _marked(data, "iso2022_jp")
        if encode(shifted.text, shifted.encoding) == data:
            return shifted
    try:
        return Decoded(data.decode("utf-8"), Encoding("utf-8"))
    except UnicodeDecodeError:
        pass
    if declared is not None and declared != "utf-8":
        return _lossless(data, declared) if not html else _marked(data, declared)
    damaged = _marked(data, "utf-8")
    high = sum(byte >= 0x80 for byte in data[:_SAMPLE])
    if len(damaged.encoding.errors) <= _BAD_SHARE * len(data) and len(damaged.encoding.errors) * 4 <= high:
        return damaged
    japanese = _japanese(data)
    if japanese is not None:
        return _marked(data, japanese) if html else _lossless(data, japanese)
    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_GUESSED)).best()
    if best is not None:
        guess = _marked(data, _latin(data, best.encoding, best.language))
        if html or encode(guess.text, guess.encoding) == data:
            return guess
    return _lossless(data, "cp1252")


def encode(text: str, encoding: Encoding) -> bytes:
    """The very bytes that `decode` read as `text`."""
    if encoding.name == "str":
        raise InputError("the input was text, not bytes", hint="use the restored text as it is")
    bom = next((mark for mark, name in _BOMS if name == encoding.name), b"") if encoding.bom else b""
    parts = [bom]
    at = 0
    for lost in encoding.errors:
        parts.append(text[at : lost.offset].encode(encoding.name))
        parts.append(lost.raw)
        at = lost.offset + 1
    parts.append(text[at:].encode(encoding.name))
    return b"".join(parts)


def from_str(text: str) -> Decoded:
    """Text that the caller has decoded; lone surrogates become U+FFFD and are recorded."""
    if text.isascii() or not regex.search(r"[\ud800-\udfff]", text):
        return Decoded(text, Encoding())
    lost = tuple(
        Undecodable(match.start(), match.group().encode("utf-16-be", "surrogatepass"))
        for match in regex.finditer(r"[\ud800-\udfff]", text)
    )
    return Decoded(regex.sub(r"[\ud800-\udfff]", "\ufffd", text), Encoding(errors=lost))


def to_str(text: str, encoding: Encoding) -> str:
    """The very string that `from_str` read as `text`."""
    for lost in encoding.errors:
        surrogate = lost.raw.decode("utf-16-be", "surrogatepass")
        text = text[: lost.offset] + surrogate + text[lost.offset + 1 :]
    return text


def _marked(data: bytes, name: str, *, bom: bool = False) -> Decoded:
    lost: list[bytes] = []

    def handler(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        lost.append(error.object[error.start : error.end])
        return _MARK, error.end

    codecs.register_error("cleaner-mark", handler)
    text = data.decode(name, "cleaner-mark")
    if not lost:
        return Decoded(text, Encoding(name, bom))
    offsets = [match.start() for match in regex.finditer(_MARK, text)]
    errors = tuple(Undecodable(offset, raw) for offset, raw in zip(offsets, lost, strict=True))
    return Decoded(text.replace(_MARK, "\ufffd"), Encoding(name, bom, errors))


def _lossless(data: bytes, name: str, *, bom: bool = False) -> Decoded:
    guess = _marked(data, name, bom=bom)
    whole = (next(mark for mark, n in _BOMS if n == name) if bom else b"") + data
    if encode(guess.text, guess.encoding) == whole:
        return guess
    return _marked(data, "utf-8", bom=False) if not bom else _marked(whole, "utf-8")


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, endpos=_DECLARED_WITHIN)
    if found is None:
        return None
    label = (found.group(1) or found.group(2)).decode("ascii").lower()
    try:
        return codecs.lookup(_WHATWG.get(label, label)).name
    except LookupError:
        return None


def _japanese(data: bytes) -> str | None:
    """Shift-JIS or EUC-JP, by their kana: the detector takes the one for Korean, given a paragraph or two."""
    for name in ("cp932", "euc_jp"):
        text = data[:_SAMPLE].decode(name, "ignore")
        wide = sum(char > "\x7f" for char in text)
        kana = sum("\u3041" <= char <= "\u30fe" for char in text)
        lost = len(data[:_SAMPLE]) - len(text.encode(name, "ignore"))
        if wide and kana >= _KANA_SHARE * wide and lost <= _BAD_SHARE * len(data) + 1:
            return name
    return None


def _latin(data: bytes, guessed: str, language: str) -> str:
    """Settle between Western and Central European, which share most bytes and differ in few letters."""
    if guessed not in ("cp1250", "cp1252"):
        return guessed
    high = bytes(byte for byte in data[:_SAMPLE] if byte >= 0xC0 or byte in _CENTRAL_LETTERS)
    letters = {name: sum(map(str.isalpha, high.decode(name, "ignore"))) for name in ("cp1250", "cp1252")}
    if letters["cp1250"] > letters["cp1252"]:
        return "cp1250"
    return guessed if language in _CENTRAL else "cp1252"


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: its spaces, digits and line ends put a zero beside them, on one and the same side."""
    sample = data[: min(_WIDE_SAMPLE, len(data) // 2 * 2)]
    if len(sample) < 8 or sample.count(0) < len(sample) * _WIDE_ZEROS:
        return None
    for name, low, high in (("utf-16-le", sample[0::2], sample[1::2]), ("utf-16-be", sample[1::2], sample[0::2])):
        ascii_units = sum(upper == 0 and chr(lower) in _PLAIN for lower, upper in zip(low, high, strict=True))
        if ascii_units >= max(_WIDE_LEAST, _WIDE_AGREEMENT * sample.count(0)):
            text = sample.decode(name, "replace")
            if sum(char in _PLAIN or unicodedata.category(char)[0] in "LMNPSZ" for char in text) > 0.95 * len(text):
                return name
    return None


def _refuse_magic(data: bytes, path: str | None) -> None:
    if data.startswith(_MAGIC):
        raise InputError("a binary file, not text", path=path, hint="convert it to text or HTML first")


def _refuse_controls(data: bytes, path: str | None) -> None:
    sample = data[:_SAMPLE]
    codes = np.frombuffer(sample, dtype=np.uint8)
    controls = int(np.count_nonzero(_CONTROL[codes[codes < len(_CONTROL)]]))
    if controls > _CONTROL_SHARE * max(len(sample), 1) + 4:
        raise InputError(
            f"binary data: {controls} control characters in the first {len(sample)} bytes",
            path=path,
            hint="convert it to text or HTML first",
        )
