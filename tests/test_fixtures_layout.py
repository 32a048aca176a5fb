"""The fixtures keep their layout: parts are there, snippets stand where they should, none repeats another."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

FIXTURES = Path(__file__).parent.parent / "fixtures"
AREAS = {"clean": 40, "traps": 50, "debris": 40}
"""The folders, and how many documents each holds at least."""
SOURCES = {"devdiscourse": 3, "channelnewsasia": 3, "thegatewaypundit": 3, "reopenmedia": 3, "cited-article": 3}
"""The folders of single sources, and the same."""

KEYS = {"title", "language", "why", "with"}
DEBRIS_KEYS = KEYS | {"without", "url", "date", "fires", "meta", "kinds"}
KNOWN_FAILURE_KEYS = {"status", "reason"}
UNSPACED = {"ja", "zh", "th"}
PARAGRAPH_CHARS = 40
"""Shorter lines (refrains, labels, "14:05 GMT") may stand in several documents."""

UNCHANGED = {"clean", "traps"}
"""Folders of documents that nothing may fire on."""

CASES = sorted(path.parent for area in (*AREAS, *SOURCES) for path in (FIXTURES / area).glob("*/case.toml"))


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _case(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))


def _input(folder: Path) -> Path:
    (path,) = folder.glob("input.*")
    return path


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    declared = re.search(rb'charset="?([\w-]+)', data[:2000]) if path.suffix == ".html" else None
    return data.decode(declared[1].decode("ascii") if declared else "utf-8-sig")


def _visible(path: Path) -> str:
    """The words of the input: for HTML the text of the body, with no break inside a block."""
    text = _decoded(path)
    if path.suffix != ".html":
        return text
    tree = LexborHTMLParser(text)
    for node in tree.css("script, style, template"):
        node.decompose()
    assert tree.body is not None
    for node in tree.body.css("br"):
        node.replace_with("\n")
    return tree.body.text(separator="")


def _right(folder: Path) -> str:
    """The text that must come out."""
    expected = folder / "expected.txt"
    return expected.read_text(encoding="utf-8") if expected.exists() else _visible(_input(folder))


def _name(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


@pytest.mark.parametrize("area", [*AREAS, *SOURCES])
def test_every_folder_is_a_document(area: str) -> None:
    folders = [path for path in (FIXTURES / area).iterdir() if path.is_dir()]
    assert len(folders) >= (AREAS | SOURCES)[area]
    assert [_name(f) for f in folders if f not in CASES] == []


@pytest.mark.parametrize("folder", CASES, ids=_name)
def test_parts_are_there(folder: Path) -> None:
    case = _case(folder)
    debris = folder.parent.name not in UNCHANGED
    dated = r"\d{4}-\d{2}-\d{2}-" if folder.parent.name in SOURCES else ""
    assert re.fullmatch(rf"{dated}[a-z0-9]+(-[a-z0-9]+)*", folder.name)
    assert KEYS <= set(case) - KNOWN_FAILURE_KEYS <= (DEBRIS_KEYS if debris else KEYS | {"unchanged"})
    assert case.get("unchanged", False) == (not (folder / "expected.txt").exists())
    assert ("without" in case) == debris
    assert re.fullmatch(r"[a-z]{2}", case["language"])
    assert case["why"].endswith(".")
    names = {path.name for path in folder.iterdir()}
    needs_expected = debris or _input(folder).suffix == ".html"
    assert names == {_input(folder).name, "case.toml"} | ({"expected.txt"} if needs_expected else set())
    assert _input(folder).suffix in {".txt", ".md", ".html"}


@pytest.mark.parametrize("folder", CASES, ids=_name)
def test_snippets_stand_where_they_should(folder: Path) -> None:
    case, right, visible = _case(folder), _fold(_right(folder)), _fold(_visible(_input(folder)))
    assert len(case["with"]) >= 3
    for snippet in case["with"]:
        assert _fold(snippet) in right
        if case["language"] not in UNSPACED:
            assert 1 <= len(snippet.split()) <= 8
    for snippet in case.get("without", []):
        assert _fold(snippet) in visible
        assert _fold(snippet) not in right


@pytest.mark.parametrize("folder", [f for f in CASES if (f / "expected.txt").exists()], ids=_name)
def test_expected_lines_stand_in_the_input_in_order(folder: Path) -> None:
    if "repair" in _case(folder).get("kinds", {}):
        pytest.skip("letters are put back")
    words = _fold(_visible(_input(folder)))
    at = 0
    for line in _right(folder).splitlines():
        for piece in re.findall(r"\w+", line):
            found = words.find(piece, at)
            assert found >= 0, f"{piece!r} of {line!r} is missing or out of order"
            at = found + len(piece)
    if folder.parent.name not in UNCHANGED:
        assert _fold(_right(folder)) != words


def test_the_odd_bytes_are_still_there() -> None:
    data = {_name(folder): _input(folder).read_bytes() for folder in CASES}
    assert data["clean/crlf-blank-lines-choir"].count(b"\r\n") == data["clean/crlf-blank-lines-choir"].count(b"\n") > 10
    assert data["clean/bom-letter-from-archive"].startswith(b"\xef\xbb\xbf")
    assert b"\n" not in data["clean/huge-line-lake-history"]
    assert b"\n" not in data["debris/flat-tweets-one-line"]
    for name in ("debris/de-html-externer-inhalt", "debris/ja-html-shift-jis"):
        with pytest.raises(UnicodeDecodeError):
            data[name].decode("utf-8")


def test_no_two_documents_share_a_paragraph() -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for folder in CASES:
        # What one source prints around every article is the same by nature.
        around = "" if folder.parent.name in SOURCES else _visible(_input(folder))
        for line in (*_right(folder).splitlines(), *around.splitlines()):
            if len(_fold(line)) >= PARAGRAPH_CHARS:
                owners[_fold(line)].add(_name(folder))
    assert {line: names for line, names in owners.items() if len(names) > 1} == {}
