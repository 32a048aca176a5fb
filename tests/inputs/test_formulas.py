"""A formula stands in a page's text once, as the TeX that it was made from, whoever drew it."""

from __future__ import annotations

import pytest

from cleaner import inputs
from cleaner.inputs.formulas import formulas_of
from cleaner.inputs.html import parse

MATHML = (
    "<math{how}><semantics><mrow><msup><mi>a</mi><mn>2</mn></msup></mrow>"
    '<annotation encoding="application/x-tex">{tex}</annotation></semantics></math>'
)
KATEX = (
    f'<span class="katex"><span class="katex-mathml">{MATHML.format(how="", tex="a^2")}</span>'
    '<span class="katex-html" aria-hidden="true"><span class="base">a<span>2</span></span></span></span>'
)
WIKI = (
    '<span class="mwe-math-element"><span class="mwe-math-mathml-inline mwe-math-mathml-a11y" style="display: none;">'
    + MATHML.format(how="", tex=r"{\displaystyle a^2}")
    + "</span>"
    '<img class="mwe-math-fallback-image-inline" alt="a squared"></span>'
)
MATHJAX_2 = (
    '<span class="MathJax_Preview">a2</span><span class="MathJax"><nobr>a<sup>2</sup></nobr></span>'
    '<script type="math/tex">a^2</script>'
)
MATHJAX_3 = (
    '<mjx-container class="MathJax"><mjx-math aria-hidden="true"><mjx-c>a</mjx-c><mjx-c>2</mjx-c></mjx-math>'
    f"<mjx-assistive-mml>{MATHML.format(how='', tex='a^2')}</mjx-assistive-mml></mjx-container>"
)
ALT = '<math alttext="a^2"><msup><mi>a</mi><mn>2</mn></msup></math>'
CHAT = '<span class="math-inline" data-math="a^2"><span class="katex"><span class="katex-html">a2</span></span></span>'


def text_of(inside: str) -> str:
    """The text of a paragraph with `inside` in the middle."""
    return inputs.read(f"<p>The field of {inside} acres is <b>flat</b>.</p>", media="html").text


@pytest.mark.parametrize(
    "formula",
    [KATEX, WIKI, MATHJAX_2, MATHJAX_3, ALT, CHAT],
    ids=["KaTeX", "MediaWiki", "MathJax 2", "MathJax 3", "alttext", "data-math"],
)
def test_a_formula_stands_once(formula: str) -> None:
    assert text_of(formula) == "The field of $a^2$ acres is flat."


def test_a_formula_on_lines_of_its_own_has_two_dollars() -> None:
    assert "of $$a^2$$ acres" in text_of(MATHML.format(how=' display="block"', tex=" a^2\n"))
    assert "of $$a^2$$ acres" in text_of('<script type="math/tex; mode=display">a^2</script>')


def test_mathml_that_tells_no_tex_is_read_as_it_stands() -> None:
    assert text_of("<math><mi>a</mi><mo>+</mo><mi>b</mi></math>") == "The field of a+b acres is flat."


def test_what_stands_beside_a_formula_is_not_taken_for_its_drawing() -> None:
    beside = f'<span class="katex-mathml">{MATHML.format(how="", tex="a^2")}</span><i>square</i>'
    assert text_of(beside) == "The field of $a^2$square acres is flat."


def test_other_data_of_that_name_replaces_no_text() -> None:
    assert text_of('<span data-math="on">nine</span>') == "The field of nine acres is flat."


def test_prices_and_pages_without_formulas_are_left_alone() -> None:
    page = "<p>Between $3 and $5 <span class='MathJax'>for</span> a map.</p>"
    assert formulas_of(parse(page)) == {}
    assert inputs.read(page, media="html").text == "Between $3 and $5 for a map."
