"""`docs/rules.md` says what the schema says."""

from __future__ import annotations

from pathlib import Path

from cleaner.rules.reference import reference
from cleaner.rules.schema import HEADER, TABLES, keys_of

DOCS = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_reference_is_fresh() -> None:
    assert DOCS.read_text(encoding="utf-8") == reference(), "run: python -m cleaner.rules.reference > docs/rules.md"


def test_every_key_is_in_it() -> None:
    text = reference()
    for table in (HEADER, *TABLES.values()):
        for name in keys_of(table):
            assert f"| `{name}` |" in text
