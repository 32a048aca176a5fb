"""On the clean corpus nothing fires: no article in `clean/` or `traps/` loses a word to a rule or a detector."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.kinds import Kind
from cleaner.model import Edit, Result

FIXTURES = Path(__file__).parent.parent / "fixtures"
CASES = sorted(path for area in ("clean", "traps") for path in (FIXTURES / area).glob("*/input.*"))


def _name(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.parent.name}"


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def _clean(cleaner: Cleaner, path: Path) -> Result:
    return cleaner.clean(path.read_bytes(), name=path.name)


def _shown(edits: list[Edit], result: Result) -> list[str]:
    return [f"{edit.origin} [{edit.kind}] {edit.span.of(result.document.text)[:120]!r}" for edit in edits]


def test_there_are_articles() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("path", [path for path in CASES if path.suffix != ".html"], ids=_name)
def test_text_comes_out_as_it_went_in(cleaner: Cleaner, path: Path) -> None:
    result = _clean(cleaner, path)
    wrong = [edit for edit in result.edits if edit.kind is not Kind.FRONT_MATTER]
    wrong = [edit for edit in wrong if edit.kind is not Kind.LAYOUT or edit.span.of(result.document.text).strip()]
    assert _shown(wrong, result) == []


@pytest.mark.parametrize("path", [path for path in CASES if path.suffix == ".html"], ids=_name)
def test_no_detector_fires_in_a_page(cleaner: Cleaner, path: Path) -> None:
    """The headline alone goes: it is the title."""
    result = _clean(cleaner, path)
    fired = [edit for edit in result.edits if edit.origin.actor in ("detector", "rule")]
    expected = _fold(path.with_name("expected.txt").read_text(encoding="utf-8"))
    wrong = [edit for edit in fired if _fold(edit.span.of(result.document.text)) in expected]
    assert _shown(wrong, result) == []
    assert [edit for edit in fired if edit.kind is not Kind.HEADLINE] == []


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
