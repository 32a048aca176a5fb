"""A phrase that opens a line and weighs much is a template: what stands where an embedded post is missing goes, though
it stands between paragraphs and goes on in words of the site's own."""

from __future__ import annotations

import pytest

from cleaner import Cleaner

BODY = [
    "Der Rat der Stadt traf sich am Montag im alten Speicher und sprach zwei Stunden lang über die Brücke am Wehr.",
    "Sie stand seit der großen Flut auf vier Pfeilern aus Eiche, die der Müller mit eigener Hand gesetzt hatte.",
    "Ein Baumeister aus der Kreisstadt kroch unter die Planken und kam kopfschüttelnd wieder herauf, sagte der Wirt.",
    "Bis zum Herbst fährt die Milch nun über das Wehr, und die Kinder gehen denselben Weg zur Schule wie ihre Väter.",
]


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        (
            "Um eingebettete Inhalte anzuzeigen, ist deine Einwilligung nötig. Du kannst sie am Fuß der Seite ändern.",
            False,
        ),
        ("Für die Finanzierung unseres Angebotes erheben und verarbeiten wir und unsere Partner manches mehr.", False),
        (
            "Um eingebettete Pfähle zu ziehen, nahm der Müller drei Ochsen und eine Kette. Sie riss beim dritten Mal.",
            True,
        ),
        (
            "Für die Finanzierung der neuen Brücke erheben die Dörfer einen Groschen von jedem Wagen, der kommt.",
            True,
        ),
    ],
)
def test_an_opening_proves_its_line(line: str, stays: bool) -> None:
    text = "\n\n".join([*BODY[:2], line, *BODY[2:]])
    result = Cleaner().clean(text, media="text", language="de")
    assert (line in result.text) is stays
    assert all(paragraph in result.text for paragraph in BODY)
