"""Drafts of sources: what is proposed from pages and from texts, what is written, and what is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cleaner.check import check_book, check_cases, find_cases
from cleaner.draft import Draft, draft_source, write_draft
from cleaner.errors import RuleError, UsageError
from cleaner.io.files import write_file
from cleaner.kinds import Kind
from cleaner.pipeline import Cleaner
from cleaner.rules import RuleBook, load_rules
from cleaner.rules.lint import lint
from tests.conftest import Cli

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs" / "walk" / name for name in ("weir.html", "quay.html")]
URL = "https://www.quaysidegazette.example/2025/03/weir"
BOOK = load_rules()

PROSE = (
    "The council met on Monday evening to talk about the weir, which has leaked since the floods of last spring.",
    "Nine members were for a new gate and two against it, and one had gone to look at the weir and was not back.",
    "After ninety years without one, the crane at the old quay has been given a name by the children of the school.",
    "The operator, who has sat in it since he left school, was not asked, and had called it something else before.",
)


def text_page(folder: Path, name: str, first: int, number: int) -> Path:
    """A flat text: a menu, two paragraphs with a related line between them, a tail."""
    lines = [
        "Front page | Harbour | Tides",
        PROSE[first],
        f"Also in the Gazette: story number {number} of the week",
        f"Related: What {name} did next",
        PROSE[first + 1],
        "From the yard of the Quayside Gazette",
        f"Teaser of the day about {name}",
        f"Folio {number}",
    ]
    path = folder / f"{name}.txt"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def texts(tmp_path: Path) -> list[Path]:
    return [text_page(tmp_path, "weir", 0, 31), text_page(tmp_path, "crane", 2, 32)]


def patterns(draft: Draft) -> dict[str, str]:
    return {proposal.pattern: proposal.form for proposal in draft.proposals}


def test_pages_give_a_container_boxes_and_lines() -> None:
    draft = draft_source(URL, PAGES, BOOK)
    assert draft.id == "quaysidegazette"
    assert draft.container == ".story-body"
    assert patterns(draft) == {
        ".gazette-pledge": "select",
        "Read on: .{3,120}": "line",
        r"Set in the yard of the Quayside Gazette, folio \d+\.": "line",
    }
    kinds = {proposal.id: proposal.kind for proposal in draft.proposals}
    assert kinds["read-on"] is Kind.RELATED


@pytest.mark.parametrize(
    ("name", "lasts"),
    [("gazette-pledge", True), ("storyPledge", True), ("pledge", True), ("btneiF", False), ("bigScq", False),
     ("sc-bdVaJa", False), ("css-1q2w3e", False), ("ktgpfs", False), ("Pledge-0-2-25", False), ("p12345", False),
     ("bsa8yg2", False),
     ("font-normal", False), ("mt-4", False), ("text-long", True)],
)  # fmt: skip
def test_names_that_a_build_tool_made_are_left_out(tmp_path: Path, name: str, lasts: bool) -> None:
    pages = []
    for page in PAGES:
        pages.append(tmp_path / page.name)
        pages[-1].write_text(page.read_text("utf-8").replace("gazette-pledge", name), "utf-8")
    assert (f".{name}" in patterns(draft_source(URL, pages, BOOK))) == lasts


def test_texts_give_lines_a_tail_and_a_signature(texts: list[Path]) -> None:
    draft = draft_source(URL, texts, BOOK)
    found = patterns(draft)
    assert found["From the yard of the Quayside Gazette"] == "from"
    assert r"Also in the Gazette: story number \d+ of the week" in found
    assert "Teaser of the day about weir" not in found
    assert b"signature  = ['^From the yard of the Quayside Gazette$']" in draft.files[0].data
    assert all(paragraph not in draft.files[0].data.decode() for paragraph in PROSE)


def test_one_page_gives_what_the_heuristics_take() -> None:
    draft = draft_source(URL, PAGES[:1], BOOK)
    assert draft.container is not None
    assert len(draft.files) == 4


@pytest.mark.parametrize("media", ["pages", "texts"])
def test_what_is_written_works_as_it_is(media: str, texts: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    draft = draft_source(URL, PAGES if media == "pages" else texts, BOOK)
    written = write_draft(draft, out)
    assert len(written) == 1 + 3 * 2
    book = load_rules([out / "rules"])
    outcomes = check_book(book, ids=[draft.id])
    assert outcomes
    assert [str(outcome) for outcome in outcomes if not outcome.passed] == []
    # A near miss is what the person has to add; nothing else is wrong.
    own = RuleBook([[file for file in book if file.id == draft.id], [file for file in book if file.id != draft.id]])
    found: list[RuleError] = [each for each in lint(own) if each.path and draft.id in each.path]
    assert [each.message for each in found] == ["no near miss"]
    cases = find_cases([out / "fixtures"])
    report = check_cases(cases, Cleaner(rules=book))
    assert {str(problem.fault) for verdict in report.verdicts for problem in verdict.problems} == {"not reviewed"}
    assert all(case.input is not None and case.with_ and case.url for case in cases)


def test_inputs_are_the_very_bytes(tmp_path: Path) -> None:
    page = tmp_path / "odd.txt"
    page.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(PROSE).encode("utf-8"))
    draft = draft_source(URL, [page], BOOK)
    assert page.read_bytes() in [file.data for file in draft.files]


def test_pages_of_one_title_do_not_overwrite_each_other() -> None:
    draft = draft_source(URL, [PAGES[0], PAGES[0]], BOOK)
    names = [file.path for file in draft.files]
    assert len(set(names)) == len(names) == 7


def test_nothing_is_written_over_what_is_there(tmp_path: Path) -> None:
    draft = draft_source(URL, PAGES, BOOK)
    write_draft(draft, tmp_path)
    (tmp_path / "rules" / "sources" / "quaysidegazette.toml").unlink()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(UsageError, match="is there already"):
        write_draft(draft, tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_nothing_is_written_into_an_installed_package(tmp_path: Path) -> None:
    draft = draft_source(URL, PAGES, BOOK)
    for folder in (ROOT / "cleaner", ROOT / "cleaner" / "rules", tmp_path / "lib" / "site-packages" / "cleaner"):
        with pytest.raises(UsageError, match="lies in an installed package"):
            write_draft(draft, folder)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are those of Unix")
def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = draft_source(URL, PAGES, BOOK)
    seen: list[Path] = []

    def failing(path: Path, data: bytes) -> None:
        seen.append(path)
        if len(seen) == 4:
            raise OSError("no space left")
        write_file(path, data)

    monkeypatch.setattr("cleaner.draft.write.write_file", failing)
    with pytest.raises(OSError, match="no space left"):
        write_draft(draft, tmp_path / "out")
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense", PAGES[0]], "'nonsense' names no host"),
        (["https://www.devdiscourse.com/x", PAGES[0]], "'devdiscourse.com' has rules already: devdiscourse"),
        ([URL, "nowhere.html"], "nowhere.html: no such page"),
    ],
)
def test_wrong_usage(cli: Cli, tmp_path: Path, arguments: list[str | Path], said: str) -> None:
    ended = cli("rules", "new", *arguments, "--into", tmp_path)
    assert (ended.code, said in ended.err) == (2, True), ended.err
    assert list(tmp_path.iterdir()) == []


def test_the_command_tells_what_it_wrote_and_what_is_next(cli: Cli, tmp_path: Path) -> None:
    ended = cli("rules", "new", URL, *PAGES, "--into", tmp_path, "--id", "gazette", "--name", "The 'Gazette'")
    assert ended.code == 0
    assert f"written: {tmp_path / 'rules' / 'sources' / 'gazette.toml'}" in ended.text
    assert "proposed: select '.gazette-pledge' goes as " in ended.text
    assert f"cleaner check --rules {tmp_path / 'rules'} {tmp_path / 'fixtures'} --update" in ended.text
    assert load_rules([tmp_path / "rules"]).files("gazette")[0].name == "The 'Gazette'"
