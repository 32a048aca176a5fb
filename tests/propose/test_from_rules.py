"""Source rules as proposals: every form, on every wording; and nothing left to find in what they leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner import inputs, model
from cleaner.config import Config
from cleaner.errors import OverrunError
from cleaner.kinds import Kind, Policy
from cleaner.model import Capture, Edit, Keep, Media, Origin, Proposal, Settled
from cleaner.propose import Context
from cleaner.propose.from_rules import FromRules
from cleaner.propose.units import Units
from cleaner.propose.views import views_of
from cleaner.rules import RuleBook
from cleaner.rules.parse import parse_rule_file
from cleaner.rules.schema import Role
from cleaner.spans import Span, SpanSet


def propose(
    text: str, rules: str, *, media: Media = "text", repairs: Sequence[Edit] = (), config: Config | None = None
) -> list[Proposal]:
    """What a source with these entries proposes on `text`."""
    header = "schema = 1\nid = 'a'\nname = 'A'\n"
    book = RuleBook([[parse_rule_file(header + rules, "sources/a.toml", Role.SOURCE)]])
    document = inputs.read(text, media=media)
    views = views_of(document.text, repairs)
    context = Context(document, config or Config(), views, Units(document, views), rules=book.source("a"))
    return list(FromRules().propose(context, Settled()))


def gone(text: str, proposals: Sequence[Proposal]) -> list[str]:
    return [proposal.span.of(text) for proposal in proposals if isinstance(proposal, Edit)]


def left(text: str, proposals: Sequence[Proposal]) -> str:
    """The text without what is proposed and not kept, as settling cuts it; blank lines left out."""
    keeps = SpanSet(proposal.span for proposal in proposals if isinstance(proposal, Keep))
    cut = SpanSet(proposal.span for proposal in proposals if isinstance(proposal, Edit)).minus(keeps)
    # White space between two keeps stays, and where a kept line ends.
    cut = SpanSet(_without_line_ends(part, text) for part in cut if part.of(text).strip())
    rest = "".join(part.of(text) for part in cut.outside(Span(0, len(text))))
    return "\n".join(" ".join(line.split()) for line in rest.splitlines() if line.strip())


def _without_line_ends(span: Span, text: str) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip("\n"))
    return Span(start, start + len(piece.strip("\n")))


def drop(keys: str, id: str = "x", kind: str = "related") -> str:
    return f"[[drop]]\nid = '{id}'\nkind = '{kind}'\n{keys}\n"


A, B, C, D, E = "Ada met Bo.", "Bo met Cy.", "Cy met Di.", "Di met Ed.", "Ed met Ada."


@pytest.mark.parametrize(
    ("rules", "text", "after"),
    [
        # Whole lines, stripped.
        (drop("line = 'More: .+'"), f"{A}\n  More: this \n{B}", f"{A}\n{B}"),
        (drop("line = 'More: .+'"), f"{A} More: this\n{B}", None),
        (drop("line = ['x', 'More: .+']\nwhere = 'tail'"), f"More: a\n{A}\n{B}\nMore: b", f"More: a\n{A}\n{B}"),
        (drop("line = 'More: .+'\nat_most = 0.2"), "More: this and that\nAda.", None),
        # Inside a line.
        (drop(r"span = '\s*\(Photo: [^()]+\)'"), "Ada (Photo: B.) met Bo (Photo: C.).", "Ada met Bo."),
        (drop("span = 'More'"), f"More\n{A}", A),
        (drop("span = '^More\\n\\d$'\nunit = 'text'"), f"{A}\nMore\n\n1\n{B}", f"{A}\n{B}"),
        (drop(r"span = '^More\n\d$'"), f"{A}\nMore\n1\n{B}", None),
        # To the end.
        (drop("from = 'Sign up.*'\nwhere = 'tail'"), f"{A}\n{B}\nSign up now\n{C}", f"{A}\n{B}"),
        (drop("from = 'Sign up.*'\nwhere = 'tail'"), f"{A}\nSign up now\n{B}\n{C}\n{D}", None),
        (drop("from = 'Sign up.*'\nat_most = 0.25"), f"{A}\n{B}\nSign up now\n{C}", None),
        (drop("from = 'Sign up.*'\nat_most = 0.25"), f"{A}\nSign up now\n{B}\n{C}\nSign up again\n{D}\n", None),
        (
            drop("from = 'Sign up.*'\nat_most = 0.4"),
            f"{A}\nSign up now\n{B}\n{C}\nSign up again",
            f"{A}\nSign up now\n{B}\n{C}",
        ),
        (drop("from = 'Sign up.*'\nmax_lines = 2"), f"{A}\n{B}\nSign up now\n{C}", f"{A}\n{B}"),
        (drop("from = 'Sign up.*'\nmax_lines = 1"), f"{A}\n{B}\nSign up now\n{C}", None),
        # From the beginning: the first marker only.
        (
            drop("before = 'By .+'\nwhere = 'head'"),
            f"Home\nNews\nBy Ada\n{A}\n{B}\nBy Bo\n{C}\n{D}",
            f"By Ada\n{A}\n{B}\nBy Bo\n{C}\n{D}",
        ),
        (drop("through = 'Menu'\nat_most = 0.5"), f"Home\nMenu\n{A}\n{B}", f"{A}\n{B}"),
        (drop("through = 'Menu'\nat_most = 0.5"), f"Home\n{A}\nMenu\n{B}", None),
        (drop("before = 'By .+'\nat_most = 0.5"), f"By Ada\n{A}\n{B}\nBy Bo\n{C}\n{D}\n{E}", None),
        # Between two markers, both of which must be there.
        (drop("from = 'Trending'\nthrough = 'End'"), f"{A}\nTrending\n1\n2\nEnd\n{B}", f"{A}\n{B}"),
        (drop("from = 'Trending'\nbefore = 'Next'"), f"{A}\nTrending\n1\nNext\n{B}", f"{A}\nNext\n{B}"),
        (drop("from = 'Trending'\nthrough = 'End'"), f"{A}\nTrending\n1\n2\n{B}", None),
        (drop("from = 'Trending'\nthrough = 'End'"), f"{A}\nEnd\n{B}\nTrending\n{C}", None),
        (drop("from = 'Trending'\nthrough = 'End'\nmax_lines = 3"), f"{A}\nTrending\n1\n2\nEnd\n{B}", None),
        (  # two lists: each goes, and what stands between them stays
            drop("from = 'Trending'\nthrough = 'End'"),
            f"Trending\n1\nEnd\n{A}\nTrending\n2\nEnd\n{B}",
            f"{A}\n{B}",
        ),
        (  # a heading in the article, and the list: the nearest heading begins it
            drop("from = 'Trending'\nthrough = 'End'"),
            f"Trending\n{A}\nTrending\n1\nEnd\n{B}",
            f"Trending\n{A}\n{B}",
        ),
        # In running text.
        (
            drop(r"unit = 'text'\nfrom = '[^.?!]+ pic\.x/\w+'\nthrough = '— \w+ \(@\w+\) \d+'".replace("\\n", "\n")),
            "Ada met Bo. See her run pic.x/a1 — Bo (@bo) 2025 Bo met Cy.",
            "Ada met Bo. Bo met Cy.",
        ),
        (
            drop("unit = 'text'\nfrom = 'pic'\nthrough = 'end'"),
            f"{A} pic one\ntwo end {B}",
            None,  # over a line's end
        ),
        (
            drop("unit = 'text'\nfrom = 'pic'\nthrough = 'end'\nmax_lines = 2"),
            f"{A} pic one\ntwo end {B}",
            f"{A}\n{B}",
        ),
        (drop("unit = 'text'\nfrom = 'pic'\nthrough = 'end'\nat_most = 0.2"), "Ada pic one two end Bo", None),
        # Keeps.
        (drop("line = '.*now'") + "[[keep]]\nid = 'k'\nline = 'Vote now'\n", "Vote now\nBuy now\nAda", "Vote now\nAda"),
        (
            drop("from = 'Trending'\nthrough = 'End'") + "[[keep]]\nid = 'k'\nline = 'Ada.*'\n",
            f"{B}\nTrending\n{A}\nEnd\n{C}",
            f"{B}\n{A}\n{C}",
        ),
        # One rule makes way for another: the second cleaning would find it, so the first does.
        (drop("span = ' now'", "a") + drop("line = 'Buy'", "b"), f"Buy now\n{A}", A),
        (drop("line = 'x'\nwhere = 'tail'"), f"{A}\nx\nx\nx", A),
    ],
)
def test_what_goes(rules: str, text: str, after: str | None) -> None:
    found = propose(text, rules)
    if after is None:
        assert gone(text, found) == []
        after = "\n".join(line.strip() for line in text.splitlines())
    assert left(text, found) == after
    assert left(after, propose(after, rules)) == after, "a second pass found more"


def test_odd_characters_and_damaged_words_do_not_hide_debris() -> None:
    rules = drop('line = "Read more: it\'s .+"')
    text = "Re\u00adad\u00a0more: it’s here\nRe more: it's here"
    at = text.rindex("Re")
    repair = Edit(Span(at, at + 2), Kind.REPAIR, Origin("repair", "dropped"), "Read")
    found = propose(text, rules, repairs=[repair])
    assert gone(text, found) == text.split("\n")
    read_as = [evidence.value for edit in found if isinstance(edit, Edit) for evidence in edit.evidence[1:]]
    assert read_as == ["Read more: it's here"] * 2
    assert len(gone(text, propose(text, rules))) == 1


def test_an_edit_names_its_rule_and_its_line() -> None:
    edit = propose(f"{A}\nMore", drop("line = 'More'"))[0]
    assert isinstance(edit, Edit)
    assert str(edit.origin) == "rule:a#x"
    assert edit.origin.where == "sources/a.toml:4"
    assert edit.kind is Kind.RELATED


def test_elements_go_and_selectors_do_nothing_to_text() -> None:
    page = "<!doctype html><article><p>Ada met Bo.</p><aside class='m'>More</aside><p>Bo met Cy.</p></article>"
    rules = drop("select = 'aside.m'") + "[[capture]]\nid = 'c'\nfield = 'author'\nselect = 'p'\n"
    document = inputs.read(page, media="html")
    found = propose(page, rules, media="html")
    assert gone(document.text, found) == ["More"]
    assert [proposal.value for proposal in found if isinstance(proposal, Capture)] == [A]
    assert propose("<aside class='m'>More</aside>", rules) == []


CAPTURE = """[[capture]]
id = 'by'
line = 'By (?P<author>.+?) \\| (?P<published>[\\d.]+( \\d+:\\d\\d( IST)?)?)'
date = ['%d.%m.%Y %H:%M', '%d.%m.%Y']
zones = {IST = '+05:30'}
drop = 'byline'
"""


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("By Ada | 04.03.2025 09:05 IST", {"authors": "Ada", "published": "2025-03-04T09:05:00+05:30"}),
        ("By Ada  Bo | 04.03.2025", {"authors": "Ada Bo", "published": "2025-03-04"}),
        ("By Ada | 44.03.2025", {}),  # no such day: nothing is captured, and the line stays
    ],
)
def test_captures(line: str, values: dict[str, str]) -> None:
    text = f"{line}\n{A}"
    found = propose(text, CAPTURE)
    assert {p.field: p.value for p in found if isinstance(p, Capture)} == values
    assert gone(text, found) == ([line] if values else [])


def test_the_first_match_is_the_value_and_all_go() -> None:
    rules = "[[capture]]\nid = 'by'\nfield = 'author'\nline = 'By (?P<value>.+)'\ndrop = 'byline'\n"
    text = f"By Ada\n{A}\nBy Bo\n{B}"
    found = propose(text, rules)
    assert [p.value for p in found if isinstance(p, Capture)] == ["Ada"]
    assert gone(text, found) == ["By Ada", "By Bo"]


def test_a_capture_reads_what_a_drop_takes() -> None:
    rules = drop("line = 'By .+'") + "[[capture]]\nid = 'by'\nfield = 'author'\nline = 'By (?P<value>.+)'\n"
    found = propose(f"By Ada\n{A}", rules)
    assert [p.value for p in found if isinstance(p, Capture)] == ["Ada"]


def test_a_captured_name_is_read_repaired() -> None:
    rules = "[[capture]]\nid = 'by'\nfield = 'author'\nline = 'By (?P<value>.+)'\n"
    repair = Edit(Span(3, 9), Kind.REPAIR, Origin("repair", "dropped"), "Vladimir")
    assert [p.value for p in propose("By Vlimir", rules, repairs=[repair]) if isinstance(p, Capture)] == ["Vladimir"]


def test_a_rule_on_trial_only_tells() -> None:
    found = propose(f"{A}\nMore", "status = 'trial'\n" + drop("line = 'More'"))
    assert [(type(p), p.span) for p in found] == [(model.Testimony, Span(12, 16))]
    assert isinstance(found[0], model.Testimony)
    assert found[0].weight == 0


@pytest.mark.parametrize("policy", [Policy.KEEP, Policy.MARK])
def test_what_a_policy_keeps_is_proposed_once_and_stays_in_reach(policy: Policy) -> None:
    config = replace(Config(), policy={Kind.RELATED: policy})
    rules = drop("line = 'More'", "a") + drop("from = 'More'\nthrough = 'End'", "b", kind="footer")
    text = f"{A}\nMore\nEnd"
    assert gone(text, propose(text, rules, config=config)) == ["More", "More\nEnd"]


def test_an_overrun_names_the_entry() -> None:
    config = replace(Config(), pattern_seconds=0.05)
    with pytest.raises(OverrunError) as caught:
        propose("a" * 5_000 + "c", drop("line = '(?:a+)+b'"), config=config)
    assert (caught.value.entry, caught.value.line) == ("a#x", 4)


_LINES = st.lists(
    st.sampled_from(
        [
            A,
            B,
            "Menu",
            "By Ada",
            "More: x",
            "Trending",
            "1",
            "End",
            "Sign up",
            f"{C} (Photo: B.)",
            "More: x (Photo: B.)",
            "",
        ]
    ),
    max_size=14,
)
_ENTRIES = st.lists(
    st.sampled_from(
        [
            "line = 'More: .+'",
            "line = '\\d'\nwhere = 'tail'",
            "line = 'End'\nat_most = 0.2",
            "span = '\\s*\\(Photo: [^()]+\\)'",
            "span = '^Trending\\n1$'\nunit = 'text'",
            "from = 'Trending'\nthrough = 'End'",
            "from = 'Trending'\nbefore = 'Ada.*'\nmax_lines = 4",
            "from = 'Sign up'\nwhere = 'tail'\nat_most = 0.5",
            "before = 'By .+'\nwhere = 'head'\nat_most = 0.4",
            "through = 'Menu'\nwhere = 'head'",
        ]
    ),
    unique=True,
    max_size=6,
)
_BYLINE = "[[capture]]\nid = 'by'\nfield = 'author'\nline = 'By (?P<value>.+)'\ndrop = 'byline'\n"
_KEEP = "[[keep]]\nid = 'k'\nline = 'More: x'\n"


@settings(max_examples=300, deadline=None)
@given(_LINES, _ENTRIES, st.sampled_from(["", _BYLINE, _KEEP, _BYLINE + _KEEP]))
@example(
    ["More: x", A, "More: x", "By Ada", A, A, A, A],
    ["line = 'More: .+'", "before = 'By .+'\nwhere = 'head'\nat_most = 0.4"],
    _KEEP,
)
@example(["Trending", "More: x", "More: x", "End"], ["from = 'Trending'\nthrough = 'End'", "line = 'More: .+'"], _KEEP)
def test_a_second_pass_finds_nothing(lines: list[str], entries: list[str], more: str) -> None:
    rules = "".join(drop(keys, f"x{number}") for number, keys in enumerate(entries)) + more
    text = "\n".join(lines)
    once = left(text, propose(text, rules))
    again = propose(once, rules)
    assert left(once, again) == once
