"""Repairs beside removals: a scraped text of one line that lost "ad", with inline posts and a "Re more:" tail."""

from __future__ import annotations

from collections import Counter

import pytest

from cleaner import Cleaner, Config
from cleaner.kinds import UNCONDITIONAL, Kind
from cleaner.model import Result

DOCUMENT = """\
---
id: 41c0ffee
title: 'A WIN FOR THE FERRY: Harbour Board Frees 12 Boats After an Appeal From Mayor Thorne
  and a Visit of Envoy Jon Cole (VIDEOS)'
citations:
- name: The Harbour Pundit
  url: https://harbourpundit.example/2025/09/ferry-boats/
---

The board is mending its ties to the town.

The Harbour Pundit | by Pia Fenn The board is mending its ties to the town. The head of the harbour board let go \
twelve boats of several owners yesterday, after an appeal from Mayor Petra Thorne. The freed boats and their \
crews heed to the north quay with the envoy who negotiated their release. The local paper reported: “The mayor h \
called on the board, a close ally of Governor Vlimir Orlo, to release boats whose owners the town’s leer has \
described as ‘hostages’. The board later confirmed their release. In return the town will grant the ferry line \
relief, allowing it to buy parts for its fleet.” Normal days ahe? The board met the envoy Jon Cole on the QUAY — \
urging the mayor to ‘stay committed’ to ending the dispute pic.twitter.com/dQ7FZKkTzp — HP (@HP_town) September \
11, 2025 Watch: ‘However odd it might sound, I want to thank the mayor for the efforts she is making’ — the head \
of the board. https://t.co/NxeHhBLhrs pic.twitter.com/uKWTuqY3xV — HP (@HP_town) September 11, 2025 “The paper \
said those released included fourteen boats from five towns. It quoted Jon Cole, a lawyer who heed the \
delegation, as saying the mayor h told the board that the town wants to open its office again. Cole h earlier \
passed on a letter from the mayor, the paper showed. The fact that the mayor h signed the letter with her first \
name was ‘a rare act of friendship’, it quoted Cole as saying.” Watch: The town wants to open its office on the \
quay again — Cole ing talks with the board. The current relations of town and board were described by Cole as \
‘good but not excellent’ ded that the town is rey ‘to do everything to MEND the relations’ \
https://t.co/1lqoLksNjx pic.twitter.com/Aeezskglzp — HP (@HP_town) September 11, 2025 Re more: The Harbour Board \
Frees the Opposition Leer and Thirteen Other Boats After a Long Meeting With the Envoy, a Victory for the Town
"""
"""As a scraper left it. Thirteen words have one sure reading, "ing" has none."""

READINGS = Counter(
    {"headed": 2, "had": 4, "Vladimir": 1, "leader": 1, "Leader": 1, "ahead": 1, "added": 1, "ready": 1, "Read": 1}
)


def cleaned(config: Config) -> Result:
    """The document, by the built-in rules."""
    return Cleaner(config=config).clean(DOCUMENT)


def applied(result: Result) -> Counter[str]:
    """The words put back, with how often."""
    return Counter(edit.replacement for edit in result.edits if edit.kind is Kind.REPAIR)


def moot(result: Result) -> Counter[str]:
    """The words that would have been, had they not been removed."""
    return Counter(refusal.edit.replacement for refusal in result.refusals if refusal.guard == "moot")


@pytest.fixture(scope="module")
def default() -> Result:
    return cleaned(Config())


@pytest.fixture(scope="module")
def nothing_removed() -> Result:
    kept = {str(kind): "keep" for kind in Kind if kind not in UNCONDITIONAL}
    return cleaned(Config(engine="keep_all").with_policy(kept))


def test_words_outside_what_goes_are_put_back_and_those_inside_are_told_as_moot(default: Result) -> None:
    assert applied(default) + moot(default) == READINGS
    assert applied(default) == Counter({"headed": 2, "had": 4, "Vladimir": 1, "leader": 1, "ahead": 1})
    assert moot(default) == Counter({"added": 1, "ready": 1, "Read": 1, "Leader": 1})
    assert "Re more" not in default.text


def test_all_are_put_back_where_nothing_goes(nothing_removed: Result) -> None:
    assert applied(nothing_removed) == READINGS
    assert "Read more: The Harbour Board Frees the Opposition Leader" in nothing_removed.text
    assert not moot(nothing_removed)


def test_a_word_without_a_sure_reading_is_told_and_left(nothing_removed: Result) -> None:
    text = nothing_removed.document.text
    left = {unresolved.span.of(text) for unresolved in nothing_removed.unresolved}
    assert "ing" in left
    assert "Cole ing talks" in nothing_removed.text


def test_no_repair_is_made_with_repairs_off() -> None:
    assert not applied(cleaned(Config(repairs="off")))
