"""Text and pages rewritten as a language that puts no spaces between words: of the real ones there are too few to learn
from."""

from __future__ import annotations

import json
import zlib

import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode

_LETTERS = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_INK = "日本年人大会国中事者時間今回分地方新聞社長前後学生市民東西南北山川田村海空港町車道店水火木金土手足目口心"
_KANA = (
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん"
    "アイウエオカキクサシスセタツトナニノフマミムモラリルレロン"
)
_LETTERS_A_CHARACTER = 2.6
_STOPS = str.maketrans({".": "。", ",": "、", "!": "！", "?": "？", ":": "："})


def without_spaces(line: str) -> str:
    """`line` as a made-up language that puts no spaces between words: each word becomes the same few ideographs and
    kana."""

    def rewritten(match: regex.Match[str]) -> str:
        word = match.group().lower()
        if word.isdigit():
            return word
        seed = zlib.crc32(word.encode("utf-8", "surrogatepass"))
        count = max(1, round(len(word) / _LETTERS_A_CHARACTER))
        pools = [_KANA if len(word) < 4 else _INK, _KANA]
        return "".join(
            pool[(seed >> (3 * place)) % len(pool)] for place, pool in zip(range(count), pools * count, strict=False)
        )

    return _LETTERS.sub(rewritten, line).translate(_STOPS).replace(" ", "")


_NO_TEXT = frozenset({"script", "style", "noscript", "template", "iframe"})
_TOLD = frozenset({"title", "description"})
"""What a page's meta elements say of it in words."""


def unspaced(html: str) -> str:
    """`html` with its text, its title and what it says of itself rewritten by `without_spaces`."""
    tree = LexborHTMLParser(html)
    if tree.root is None:
        return html
    for node in list(tree.root.traverse(include_text=True)):
        if node.tag == "-text":
            _rewrite_text(node)
        elif node.tag == "meta":
            _rewrite_meta(node)
        elif node.tag == "script" and node.attributes.get("type") == "application/ld+json":
            _rewrite_data(node)
    return tree.html or html


def _rewrite_text(node: LexborNode) -> None:
    text = node.text(deep=False)
    if node.parent is not None and node.parent.tag not in _NO_TEXT and text.strip():
        node.replace_with(unspaced_text(text))


def _rewrite_meta(node: LexborNode) -> None:
    name = (node.attributes.get("property") or node.attributes.get("name") or "").rpartition(":")[2]
    content = node.attributes.get("content")
    if content and name in _TOLD:
        node.attrs["content"] = unspaced_text(content)


def _rewrite_data(node: LexborNode) -> None:
    try:
        data = json.loads(node.text())
    except ValueError:
        return
    for child in list(node.iter(include_text=True)):
        child.replace_with(json.dumps(_rewritten(data), ensure_ascii=False))


def _rewritten(data: object) -> object:
    if isinstance(data, str):
        return unspaced_text(data) if " " in data else data
    if isinstance(data, list):
        return [_rewritten(item) for item in data]
    return {key: _rewritten(value) for key, value in data.items()} if isinstance(data, dict) else data


def unspaced_text(text: str) -> str:
    """`text` rewritten line by line; white space at its ends stays, as it parts what stands around."""
    return "\n".join(without_spaces(line) if line.strip() else line for line in text.split("\n"))
