"""How a line looks: program text of all kinds, and the sentences, lists and formulas that read a little like it."""

from __future__ import annotations

import pytest

from cleaner.propose.page_scripts.lines import Look, holds_text, look_of

LONG_PROSE = (
    "The keeper (a man of few words; most of them about whelks) had put up a notice = the only one on the quay, and "
    "it said {in chalk}: no ferry today; no ferry tomorrow; ask again on Friday, when the wind has made up its mind."
)
MINIFIED = (
    "!function(e,t){var n=t.createElement('script');n.async=!0,n.src='//tally.example/'+e+'.js';var r=t.body;"
    "r&&r.appendChild(n),e.q=e.q||[],e.q.push({a:1,b:[2,3],c:function(){return!1}})}(window,document);"
)
OBJECT = (
    '{"@type":"NewsArticle","headline":"Ferry finds its anchor","articleBody":"The anchor came up on Tuesday in a net '
    'of whiting, and its owner recognised the ring at once, since he had painted it himself.","wordCount":24}'
)
COOKIE = "consent=%7B%22date%22%3A%222023-03-14%22%2C%22groups%22%3A%5B%22C1%22%2C%22C2%22%5D%7D; path=/; " * 2
WITH_ADDRESSES = (
    "Tides at Garrow https://tides.example/?a=1&b=2&c=3;d=4 Charts of the bank https://maps.example/x?y=1&w={v}&u=[t] "
    "Letters of the week https://letters.example/?week=12&page=3&sort=new;all=1 Sailings https://ferry.example/?d=1"
)


@pytest.mark.parametrize(
    ("line", "look"),
    [
        ("var slot = document.createElement('div');", Look.CODE),
        ("function gtag(){dataLayer.push(arguments);}", Look.CODE),
        ("});", Look.CODE),
        ("} else {", Look.CODE),
        ("padding: 4px 12px;", Look.CODE),
        ("margin: 0 auto", Look.CODE),
        ("width: 100%", Look.CODE),
        (".masthead .menu li {", Look.CODE),
        ("#top, .share-bar,", Look.CODE),
        ("@media (max-width: 640px) {", Look.CODE),
        ('"leaves": "17:40",', Look.CODE),
        ("// keep until the new theme is out", Look.CODE),
        ("/* the bar */", Look.CODE),
        ("<!-- tally -->", Look.CODE),
        ("return answer;", Look.CODE),
        (MINIFIED, Look.MINIFIED),
        (COOKIE.strip(), Look.MINIFIED),
        (f"unpack('{'QmVsbCBhbmQgd2hpdGluZw' * 12}', 'after');", Look.MINIFIED),
        ("3,10,55,93," * 40 + "7", Look.MINIFIED),
        (f'window.note = "{LONG_PROSE}";', Look.DATA),  # a string, whatever it says
        (f"""background: url("data:image/svg+xml,%3Csvg d='{"M15.4 L9.1 " * 60}'/%3E");""", Look.CODE),
        (", 'board-1': [300, 250]", Look.CODE),
        ('"@type" : "ListItem",', Look.CODE),
        (".news-grid .item-title,", Look.CODE),
        (OBJECT, Look.DATA),
        (f"window.state = {OBJECT};", Look.DATA),
        (OBJECT[:-1], Look.MINIFIED),  # cut off
        ("The anchor came up on Tuesday, and the whiting with it.", Look.PROSE),
        ("He said: it is a good net; hers (the red one) is better.", Look.TEXT),
        (LONG_PROSE, Look.TEXT),
        (WITH_ADDRESSES, Look.TEXT),
        ("Ferry: Saint Brannoc, 17:40", Look.TEXT),
        # as program text has it: of a run of such lines more is asked
        ("Note: bring a chart;", Look.CODE),
        ("S = Specific; say which sailing, and which seat", Look.CODE),
        ("Harbour", Look.SHORT),
        ("offset,", Look.SHORT),
        ("i: null, // page info", Look.SHORT),
        ('"Which ferry sails on Friday?",', Look.SHORT),
        ("margin: 10px 5px 0 !important", Look.SHORT),
        ("17:40", Look.SHORT),
        ("return to the harbour", Look.TEXT),
        ("if the tide allows", Look.TEXT),
        ("for rent: two boats", Look.TEXT),
        ("#harbour #ferry", Look.SHORT),
        ("} Read the letters of this week", Look.TEXT),  # text glued to the end of a script
    ],
)
def test_look(line: str, look: Look) -> None:
    assert look_of(line) is look


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("The anchor came up on Tuesday in a net of whiting off the bank, and its owner knew the ring at once.", True),
        (f"{MINIFIED} The anchor came up on Tuesday in a net of whiting off the bank, and its owner knew it", True),
        (MINIFIED, False),
        ("say('The anchor came up on Tuesday in a net of whiting off the bank, and its owner knew the ring.');", False),
        (".card-title, .card-lead, .news-grid .item-title, .news-grid .item-lead, .tides .hour {", False),
        ("Anchor up on Tuesday", False),
    ],
)
def test_a_clause_of_text(line: str, holds: bool) -> None:
    assert holds_text(line) is holds
