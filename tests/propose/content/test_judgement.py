"""What the content model makes of pages and texts."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

from cleaner import Cleaner, inputs
from cleaner.config import Config
from cleaner.kinds import Kind
from cleaner.model import Document, Edit, Origin, Settled, Status, Testimony
from cleaner.propose import Context
from cleaner.propose.content import ContentStage, judge
from cleaner.propose.content.guards import near
from cleaner.propose.content.judgement import Judgement, decided
from cleaner.propose.content.line_features import lines_of, shape_features
from cleaner.propose.content.network import probability
from cleaner.propose.content.page_guards import (
    with_same_setting,
    with_short_article,
    with_standfirst,
    with_whole_tables,
)
from cleaner.propose.content.text_guards import with_refrains, with_whole_rows
from cleaner.propose.content.text_units import text_units
from cleaner.propose.units import Units
from cleaner.propose.views import views_of
from cleaner.settle import finish
from cleaner.spans import SpanSet
from tests.propose.content.pages import MENU, PROSE, RELATED, chapter, page


def kept_text(judgement: Judgement) -> str:
    return "\n".join(span.of(judgement.document.text) for span in judgement.kept)


def read(html: str) -> Document:
    return inputs.read(html, media="html")


def test_prose_stays_and_chrome_goes() -> None:
    """Every paragraph of the article, and no line of the menu, the related list or the footer."""
    text = kept_text(judge(read(page())))
    assert all(paragraph in text for paragraph in PROSE)
    lines = text.splitlines()
    assert not {*MENU, *RELATED, "Related articles", "Privacy policy"} & {*lines}
    assert "All rights reserved" not in text


@pytest.mark.parametrize("paragraphs", [100, 1000])
def test_a_chapter_of_a_book_stays(paragraphs: int) -> None:
    """However long it is: large pages are mostly threads of comments, but not all."""
    story = chapter(paragraphs)
    html = page().replace("".join(f"<p>{line}</p>" for line in PROSE), "".join(f"<p>{line}</p>" for line in story))
    lines = kept_text(judge(read(html))).splitlines()
    assert {*story} <= {*lines}
    assert not {*MENU, *RELATED} & {*lines}


@pytest.mark.parametrize("name", ["share", "footer", "paywall", "gdpr", "modal", "social", "header", "related", "ad"])
def test_a_class_name_alone_removes_no_prose(name: str) -> None:
    """Paragraphs and their container bear names of debris; they read like an article, so they are one."""
    for html in (page(paragraph_class=name), page(body_class=name)):
        text = kept_text(judge(read(html)))
        assert all(paragraph in text for paragraph in PROSE)


@pytest.mark.parametrize("container", ["aside", "form", "section", "td"])
def test_prose_in_an_unusual_element_stays(container: str) -> None:
    """Pages put the article into whatever they like."""
    html = page(container=container)
    if container == "td":
        html = html.replace("<td", "<table><tr><td").replace("</td>", "</td></tr></table>")
    text = kept_text(judge(read(html)))
    assert all(paragraph in text for paragraph in PROSE)


@pytest.mark.parametrize(
    "html",
    [
        "<html><body><nav><a href=/>Home</a> <a href=/n>News</a></nav></body></html>",
        "<p>One.</p>",
        "<div hidden>Sign in</div>",
        "<img alt='A ferry'>",
    ],
)
def test_a_page_is_never_emptied(html: str) -> None:
    """Where nothing reads like an article, something is kept all the same."""
    assert judge(read(html)).kept


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_nothing_is_judged_to_be_nothing(text: str) -> None:
    """No units, no spans, no error."""
    assert not "".join(span.of(text) for span in judge(inputs.read(text, media="text")).kept).strip()


def test_judging_is_deterministic_and_holds_no_state() -> None:
    """The same page gives the same probabilities, whatever was judged between."""
    document = read(page())
    first = judge(document).p
    judge(read(page(container="aside")))
    assert np.array_equal(first, judge(document).p)


def test_testimony_lowers_p_of_what_it_speaks_of_alone() -> None:
    """A detector's doubt moves the units that it touches, and no others."""
    document = read(page())
    judgement = judge(document)
    at = next(number for number, block in enumerate(document.blocks) if PROSE[2] == block.span.of(document.text))
    doubt = Testimony(document.blocks[at].span, Kind.RELATED, 3.0, Origin("detector", "test"))
    again = judgement.reconsidered([doubt])
    assert again.p[at] < judgement.p[at]
    assert np.array_equal(np.delete(again.p, at), np.delete(judgement.p, at))


def test_the_vote_of_another_extractor_is_weighed_and_told() -> None:
    """What it keeps is likelier to stay, what it leaves out likelier to go; evidence says how it voted."""
    document = read(page())
    judgement = judge(document)
    at = next(number for number, block in enumerate(document.blocks) if PROSE[2] == block.span.of(document.text))
    voted = judgement.with_vote(SpanSet([document.blocks[at].span]))
    assert voted.p[at] > judgement.p[at]
    assert voted.opinions is not None
    assert judgement.opinions is not None
    assert (np.delete(voted.opinions.logits, at) < np.delete(judgement.opinions.logits, at)).all()
    assert (voted.p == probability(voted.opinions.logits)).all()
    assert [evidence[0].name for evidence in voted.evidence_of([at])] == ["extractor keeps"]


def test_the_best_quality_asks_trafilatura_and_is_another_recipe() -> None:
    """The article stays whole either way; the result names its recipe."""
    best, default = Cleaner(config=Config(quality="best")), Cleaner()
    result = best.clean(page(), media="html")
    assert all(paragraph in result.text for paragraph in PROSE)
    assert best.recipe_hash != default.recipe_hash
    told = {item.name for edit in result.edits if edit.origin.actor == "model" for item in edit.evidence}
    assert "extractor keeps" in told


def test_a_short_list_in_a_script_without_spaces_stays() -> None:
    """Places that a quake was felt at: a text of so few units is left to the detectors."""
    prose = "夜の港で霧が濃くなり、渡し船は朝まで止まった。港の役所が伝えた。\n\n止まった船は次のとおり。"
    text = f"{prose}\n\n<北の岸>\n\n霧島丸:松浜、竹浦"
    assert judge(inputs.read(text, media="text")).kept.size >= len(text.replace("\n", ""))


THAI = (
    "คณะกรรมการท่าเรือประชุมกันเมื่อเย็นวันอังคารเพื่อตัดสินว่าเรือข้ามฟากลำเก่าควรแล่นต่อไปอีกหนึ่งฤดูหนาวหรือไม่ โดยมีชาวเกาะจำนวนมากมารอฟังผล",
    "กัปตันซึ่งข้ามช่องแคบมาแล้วกว่าเก้าพันครั้งบอกกับสมาชิกว่าตัวเรือยังแข็งแรงดี แต่เครื่องยนต์ที่ติดตั้งตั้งแต่ปีน้ำแข็งใหญ่คงใช้ได้อีกไม่นาน",
    "ไม่มีใครพูดคัดค้าน และเมื่อประธานขอให้ยกมือ ทุกมือในห้องก็ยกขึ้น รวมทั้งมือของกัปตันเองด้วย แม้ว่าเขาจะไม่มีสิทธิออกเสียงก็ตาม",
    "คณะกรรมการจะขอเงินจากจังหวัดต่อไป และคาดว่าจะได้รับก่อนน้ำแข็งละลาย ส่วนเรือจะจอดอยู่ที่ท่าด้านในจนกว่าเงินจะมาถึง",
)
THAI_MENU = ("หน้าแรก", "ข่าว", "กีฬา", "อากาศ", "วัฒนธรรม", "ธุรกิจ", "ความคิดเห็น", "ติดต่อเรา", "สมัครสมาชิก", "เข้าสู่ระบบ")


def test_running_text_of_a_script_without_sentence_marks_stays() -> None:
    """Thai and Lao set no mark where a sentence ends: a paragraph there shows by its length."""
    teasers = [line[:60] for line in THAI]
    menu = [*THAI_MENU, "2031-01-22 19:44", *teasers, *THAI_MENU] * 2
    flat = "\n".join([*menu, *THAI[:2], *THAI_MENU[:2], *THAI[2:], *THAI_MENU[:4], *menu])
    lines = kept_text(judge(inputs.read(flat, media="text"))).splitlines()
    assert {*THAI} <= {*lines}
    assert not {*THAI_MENU, *teasers} & {*lines}


@pytest.mark.parametrize(
    ("text", "is_sentence"),
    [
        (THAI[0], True),
        (THAI[0][:80], False),
        (THAI[0][:80] + " " + "Sound of the harbour " * 5, False),
        (PROSE[0], True),
    ],
    ids=["a paragraph", "a headline", "mostly Latin", "a full stop"],
)
def test_what_counts_as_the_end_of_a_sentence(text: str, is_sentence: bool) -> None:
    """Where a script marks none, only what is longer than headlines does."""
    bounds = np.array([0]), np.array([len(text)])
    assert bool(np.asarray(shape_features(lines_of(text, *bounds))["ends a sentence"])[0]) is is_sentence


@pytest.mark.parametrize(
    ("change", "doubt", "stays"),
    [
        (("", ""), 0.02, True),
        ((f"<p>{PROSE[5]}", f"<p id=8eb8>{PROSE[5]}"), 0.02, True),  # some sites number each paragraph
        ((f"<p>{PROSE[5]}", f"<p class=promo>{PROSE[5]}"), 0.02, False),  # set otherwise
        ((f"<p>{PROSE[4]}", f"<p>{PROSE[5]}"), 0.02, False),  # stands twice
        (("", ""), 0.001, False),  # a clear no
    ],
)
def test_a_paragraph_set_like_the_sure_ones_stays(change: tuple[str, str], doubt: float, stays: bool) -> None:
    """Teasers around the last paragraphs hide them from the model; their element and those above it tell them."""
    document = read(page().replace(*change))
    lines = [block.span.of(document.text) for block in document.blocks]
    p = np.array([0.95 if line in PROSE else 0.01 for line in lines])
    p[[at for at, line in enumerate(lines) if line == PROSE[5]]] = doubt
    prose = np.array([float(len(line.split())) if line.endswith(".") else 0.0 for line in lines])
    good = with_same_setting(document, p, prose, p >= 0.5)
    assert bool(good[lines.index(PROSE[5])]) is stays
    assert good.sum() == (p >= 0.5).sum() + stays


@pytest.mark.parametrize(
    ("change", "times", "doubt", "stays"),
    [
        (("", ""), 1, 0.25, True),
        (("", ""), 1, 0.15, False),  # a clear no
        (("", ""), 4, 0.25, False),  # what is kept is no short article
        ((PROSE[5], "Ferry to sail, board told"), 1, 0.25, False),  # no running text
        ((f"<p>{PROSE[5]}</p></div>", f"</div></main><div><p>{PROSE[5]}</p></div><main>"), 1, 0.25, False),  # elsewhere
    ],
    ids=["doubted", "refused", "long", "no prose", "elsewhere"],
)
def test_running_text_of_a_short_article_stays(change: tuple[str, str], times: int, doubt: float, stays: bool) -> None:
    """Little text gives the model little to go by: what hangs where the rest does stays with it."""
    document = read(page().replace(*change))
    lines = [block.span.of(document.text) for block in document.blocks]
    last = lines.index(PROSE[4]) + 1 if PROSE[5] not in lines else lines.index(PROSE[5])
    p = np.array([0.8 if line in PROSE[:5] else 0.01 for line in lines])
    p[last] = doubt
    prose = np.array([float(times * len(line.split())) if line.endswith(".") else 0.0 for line in lines])
    good = with_short_article(document, p, prose, p >= 0.5)
    assert bool(good[last]) is stays
    assert good.sum() == (p >= 0.5).sum() + stays


ROWS = ["Week | Monday | Tuesday", "1 | Rest | Walk thirty minutes", "2 | Walk | Row to the buoy and back"]


@pytest.mark.parametrize(
    ("change", "doubts", "stays"),
    [
        (("", ""), (0.3, 0.4, 0.3), True),
        (("", ""), (0.1, 0.6, 0.3), True),  # a row that is kept takes the others along
        (("", ""), (0.1, 0.1, 0.1), False),  # a clear no
        ((f"<p>{PROSE[5]}</p>", ""), (0.3, 0.4, 0.3), False),  # at the end, where tables are navigation
        (("<table>", "<p>Map</p><p>Key</p><p>Scale</p><table>"), (0.3, 0.4, 0.3), False),  # apart from the article
        (("<td>Rest</td>", "<td><table><tr><td>Rest</td></tr></table></td>"), (0.3, 0.4, 0.3), True),  # one in another
    ],
    ids=["doubted", "half kept", "refused", "at the end", "apart", "nested"],
)
def test_a_table_between_kept_paragraphs_stands_whole(
    change: tuple[str, str], doubts: tuple[float, ...], stays: bool
) -> None:
    """The model learned from prose: half of a training plan is worse than all of it or none."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split(' | '))}</tr>" for row in ROWS)
    document = read(page().replace(f"<p>{PROSE[5]}", f"<table>{cells}</table><p>{PROSE[5]}").replace(*change))
    lines = [block.span.of(document.text) for block in document.blocks]
    p = np.array([0.95 if line in PROSE else 0.01 for line in lines])
    rows = [at for at, block in enumerate(document.blocks) if "table" in block.marks]
    p[rows] = np.resize(doubts, len(rows))
    good = with_whole_tables(document, p, p >= 0.5)
    assert all(good[rows]) is stays
    assert good.sum() == (p >= 0.5).sum() + (len(rows) - (p[rows] >= 0.5).sum()) * stays


@pytest.mark.parametrize(
    ("description", "doubt", "stays"),
    [
        ("The old ferry will sail for another winter, if the county pays for her engine.", 0.2, True),
        ("The old ferry will sail for another winter, if the county pays for ...", 0.2, True),  # cut short
        ("The old ferry will sail for another winter, if the county pays for her engine.", 0.1, False),  # a clear no
        ("News from both sides of the sound, every day and for everyone who lives there.", 0.2, False),
        ("Ferry news.", 0.2, False),
    ],
)
def test_a_standfirst_that_the_page_is_described_by_stays(description: str, doubt: float, stays: bool) -> None:
    """It stands between headline and byline, where the model expects labels."""
    deck = "The old ferry will sail for another winter, if the county pays for her engine."
    head = f'<meta name="description" content="{description}"></head>'
    document = read(page().replace("</head>", head).replace("</h1>", f"</h1><p>{deck}</p>"))
    lines = [block.span.of(document.text) for block in document.blocks]
    p = np.array([0.95 if line in PROSE else 0.01 for line in lines])
    p[lines.index(deck)] = doubt
    assert bool(with_standfirst(document, p, p >= 0.5)[lines.index(deck)]) is stays


@pytest.mark.parametrize(("is_page", "p", "stays"), [(False, 0.2, True), (True, 0.2, False), (True, 0.35, True)])
def test_a_refrain_must_be_likelier_where_buttons_repeat_too(is_page: bool, p: float, stays: bool) -> None:
    """What repeats between two lines of a clean text is a refrain at once; in a flattened page it may be a button."""
    text = "The tide is in\nHeave away\nThe tide is out\nHeave away\nThe boat is gone"
    units = text_units(text, inputs.read(text, media="text").blocks)
    good = np.array([True, False, True, False, True])
    likely = np.array([0.9, p, 0.9, p, 0.9])
    assert with_refrains(text, units, likely, good, is_page=is_page).tolist() == [True, stays, True, stays, True]


@pytest.mark.parametrize(
    ("p", "kept"),
    [
        ((0.9, 0.4, 0.4, 0.6, 0.1), "####."),
        ((0.9, 0.4, 0.4, 0.4, 0.1), "####."),
        ((0.9, 0.1, 0.1, 0.1, 0.1), "#...."),
        ((0.1, 0.1, 0.9, 0.1, 0.1), ".###."),
    ],
)
def test_the_rows_of_a_markdown_table_stand_together(p: tuple[float, ...], kept: str) -> None:
    text = "The tide is in\n| Monday | Rest |\n|---|---|\n| Tuesday | Walk. Then row. |\nAbout us"
    units = text_units(text, inputs.read(text, media="text").blocks)
    likely = np.array(p)
    good = with_whole_rows(text, units.starts, likely, likely >= 0.5)
    assert "".join(".#"[flag] for flag in good.tolist()) == kept


@pytest.mark.parametrize(("reach", "found"), [(0, "..#....#"), (1, ".###..##"), (2, "########"), (20, "########")])
def test_near(reach: int, found: str) -> None:
    flags = np.array([sign == "#" for sign in "..#....#"])
    assert "".join(".#"[flag] for flag in near(flags, reach).tolist()) == found


def test_a_text_that_loses_most_of_its_running_text_is_told_as_suspect() -> None:
    """The judgement doubts itself, and the result says so; of one that keeps its prose nothing is said."""
    text = "\n".join(PROSE)
    judgement = judge(inputs.read(text, media="text"))
    assert judgement.doubts == ()
    (doubt,) = replace(judgement, kept=SpanSet([judgement.unit(0)])).doubts
    assert doubt.startswith("the content model keeps")
    verdict = finish(judgement.document, Settled(article=judgement.kept), Config(), [doubt])
    assert verdict.status is Status.SUSPECT
    assert verdict.warnings == (doubt,)


@pytest.mark.parametrize(
    ("p", "element", "is_told"),
    [(0.3, "div", True), (0.1, "div", False), (0.3, "section", False)],
    ids=["not sure", "sure", "set otherwise"],
)
def test_a_page_that_loses_much_that_the_model_is_not_sure_of_is_told_as_suspect(
    p: float, element: str, is_told: bool
) -> None:
    first, *others = (f"<p>{paragraph}</p>" for paragraph in PROSE)
    page = f"<article><div>{first}</div><{element}>{''.join(others)}</{element}></article>"
    judgement = judge(inputs.read(page, media="html"))
    assert judgement.doubts == ()
    kept = SpanSet([judgement.unit(0)])
    left_out = replace(judgement, kept=kept, p=np.array([0.9] + [p] * (len(judgement.p) - 1)))
    assert bool(left_out.doubts) == is_told
    assert all("not sure of" in doubt for doubt in left_out.doubts)


@pytest.mark.parametrize(
    ("kept", "doubt", "between", "stays"),
    [
        (1, 0.25, 3, True),
        (1, 0.15, 3, False),  # a clear no
        (1, 0.25, 12, False),  # far off
        (12, 0.25, 3, False),  # what is kept is no short text
    ],
    ids=["doubted", "refused", "far", "long"],
)
def test_running_text_of_a_short_text_stays(kept: int, doubt: float, between: int, stays: bool) -> None:
    """A flattened page of which little is kept: the sentence in doubt has 16 words, too few to be spared elsewhere."""
    sentence = "Nobody spoke against the captain, and every hand in the room went up, his own included."
    paragraphs = [f"{line} It was {number} o'clock." for number in range(3) for line in PROSE[:4]][:kept]
    lines = [*MENU, *MENU, *paragraphs, *MENU[:1] * between, sentence, *MENU]
    judgement = judge(inputs.read("\n".join(lines), media="text"))
    wordings = [judgement.unit(at).of(judgement.document.text) for at in range(len(judgement.p))]
    p = np.array([0.01 if line in MENU else doubt if line == sentence else 0.9 for line in wordings])
    assert (sentence in kept_text(decided(replace(judgement, p=p)))) is stays


@pytest.mark.parametrize(("doubt", "stays"), [(0.3, True), (0.04, False)], ids=["undecided", "sure"])
def test_a_text_that_the_model_is_undecided_about_stays(doubt: float, stays: bool) -> None:
    """Half a text of which nothing is known is worse than all of it; a menu beside it goes."""
    lines = [
        *MENU,
        *MENU,
        PROSE[0],
        *(f"Pier {number}, the ferry of {line[:40]}" for number, line in enumerate(PROSE * 4)),
    ]
    judgement = judge(inputs.read("\n".join(lines), media="text"))
    wordings = [judgement.unit(at).of(judgement.document.text) for at in range(len(judgement.p))]
    p = np.array([0.01 if line in MENU else 0.9 if line in PROSE else doubt for line in wordings])
    kept = kept_text(decided(replace(judgement, p=p))).splitlines()
    assert (lines[-1] in kept) is stays
    assert "Log in" not in kept


def test_evidence_names_features() -> None:
    """What a person is told: four features, and how far each moved the judgement."""
    judgement = judge(read(page()))
    for evidence in judgement.evidence_of([0, 5]):
        assert len(evidence) == 4
        assert all(entry.name and isinstance(entry.value, float) for entry in evidence)


def test_one_probability_a_block() -> None:
    """A page's units are its blocks."""
    document = read(page())
    judgement = judge(document)
    assert len(judgement.p) == len(document.blocks)
    assert ((judgement.p >= 0) & (judgement.p <= 1)).all()


def test_evidence_of_an_edit_is_worked_out_when_it_is_read() -> None:
    """It reads, compares and is stored like the tuple of the doubt and the four strongest features."""
    document = read(page())
    context = Context(
        document=document, config=Config(), views=(views := views_of(document.text)), units=Units(document, views)
    )
    judged = replace(context, judgement=judge(document))
    edits = [edit for edit in ContentStage().propose(judged, Settled()) if isinstance(edit, Edit)]
    assert edits
    for edit in edits:
        assert edit.evidence
        told = tuple(edit.evidence)
        assert len(told) == len(edit.evidence) == 5
        assert told[0].name == "p(content)"
        assert edit.evidence == told
        assert pickle.loads(pickle.dumps(edit)).evidence == told
    assert edits[0].evidence != edits[1].evidence
