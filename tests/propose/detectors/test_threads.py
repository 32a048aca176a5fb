"""Threads of readers' comments that lines of one form sign."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from tests.propose.detectors.test_end_matter import ARTICLE

SAID = "The bank on our street was shut last year too, and the queue at the other one goes round the corner."
NAMES = ["Orla Venn", "I. Pask, teller", "mj", "Ludo F", "Isbel"]


def page(signatures: list[str]) -> str:
    article = "".join(f"<p>{paragraph}</p>" for paragraph in ARTICLE)
    comments = "".join(
        f"<h3>Said {number}</h3><p>{number}: {SAID}</p><p>{signature}</p>"
        for number, signature in enumerate(signatures)
    )
    return f"<html lang='en'><body><article>{article}</article><div>{comments}</div></body></html>"


def taken(signatures: list[str]) -> list[bool]:
    """Whether each comment went, by the model or by the detector."""
    text = Cleaner().clean(page(signatures), media="html").text
    assert all(paragraph in text for paragraph in ARTICLE)
    return [f"{number}: {SAID}" not in text for number in range(len(signatures))]


def test_signed_comments_go() -> None:
    """All but the first at least: nothing shows where it begins."""
    signatures = [f"Posted by: {name}, {day} Sep 2031 | 15:2{day}" for day, name in enumerate(NAMES)]
    assert all(taken(signatures)[1:])


@pytest.mark.parametrize(
    "signature",
    [
        "Photographed by: {name}, {day} Sep 2031 | 15:2{day}",
        "Posted by: {name}",
        "Posted by: Orla Venn, {day} Sep 2031 | 15:2{day}",
    ],
    ids=["another form", "no date", "one name"],
)
def test_other_lines_make_no_thread(signature: str) -> None:
    signatures = [signature.format(name=name, day=day) for day, name in enumerate(NAMES)]
    result = Cleaner().clean(page(signatures), media="html")
    assert not any(edit.origin.name == "threads" for edit in result.edits)
