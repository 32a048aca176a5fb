"""Packs in a document: what they know goes from below an article, what only looks alike stays, prose stays whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.pipeline import Cleaner
from cleaner.rules import PhrasePack, load_rules
from cleaner.rules.literals import need_of

CLEAN = Path(__file__).parents[3] / "fixtures" / "clean"
CLEANER = Cleaner()
ARTICLES = {
    path.parent.name[:2]: path.read_text(encoding="utf-8")
    for path in sorted(CLEAN.glob("??-*/input.txt"))
    if path.parent.name[2] == "-"
}
ARTICLES["da"] = (
    "Havnen i Sandvig lukkede en tirsdag, og på kajen stod der kun tre mand og en hund, som ingen længere ville eje.\n"
    "Fiskerne havde talt om det hele vinteren, men ingen havde troet, at formanden virkelig ville slukke fyret.\n"
)
ARTICLES["ko"] = (
    "항구의 등대는 화요일 저녁에 꺼졌고 부두에는 세 사람과 아무도 데려가지 않는 개 한 마리만 남아 있었다고 한다.\n"
    "어부들은 겨우내 그 이야기를 했지만 회장이 정말로 그날 등대의 불을 끌 것이라고는 누구도 믿지 않았다고 전했다.\n"
)
LANGUAGES = sorted(ARTICLES)
LEAST_GONE = 0.75
"""Share of the examples, a line each below the article, that goes; labels of little weight need neighbours."""
SPOKEN = 1.6
"""Nats from which a phrase stands for its line."""


def _pack(language: str) -> PhrasePack:
    (pack,) = (pack for pack in load_rules().packs(language) if pack.language == language)
    return pack


def _cut(lines: list[str], article: str, language: str) -> tuple[str, list[str]]:
    """The document, and what detectors took of it: what the content model thinks of such a tail is not asked here."""
    document = article.rstrip() + "\n" + "\n".join(lines)
    result = CLEANER.clean(document, language=language)
    taken = [edit.span for edit in result.edits if edit.origin.actor == "detector"]
    return result.text, [document[span.start : span.end] for span in taken]


def test_every_pack_but_english_is_here() -> None:
    packs = {path.stem for path in Path(CLEAN.parents[1] / "rules" / "base").glob("*.toml")}
    assert packs - {"any", "en"} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_near_misses_stay_below_an_article(language: str) -> None:
    lines = list(dict.fromkeys(line for phrase in _pack(language).phrases for line in phrase.near_misses))
    _, taken = _cut(lines, ARTICLES[language], language)
    assert taken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_debris_goes_and_the_article_stays(language: str) -> None:
    lines = list(
        dict.fromkeys(
            line
            for phrase in _pack(language).phrases
            if phrase.match == "line" and phrase.weight >= SPOKEN
            for line in phrase.examples
        )
    )
    text, taken = _cut(lines, ARTICLES[language], language)
    kept = [line for line in lines if line in text.splitlines()]
    assert len(kept) <= (1 - LEAST_GONE) * len(lines), kept
    assert [piece for piece in taken if piece in ARTICLES[language]] == []


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language not in ("ja", "ko", "zh")])
def test_every_pattern_can_be_ruled_out_by_a_word(language: str) -> None:
    anchored = {"line": (True, True), "start": (True, False), "end": (False, True), "span": (False, False)}
    free = [
        pattern
        for phrase in _pack(language).phrases
        for pattern in phrase.pattern
        if need_of(pattern, anchored_start=anchored[phrase.match][0], anchored_end=anchored[phrase.match][1]) is None
    ]
    assert free == []
