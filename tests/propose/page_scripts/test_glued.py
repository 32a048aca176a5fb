"""Scripts in the middle of a line: whole statements go, and what is no statement stays."""

from __future__ import annotations

import time

import pytest

from cleaner.propose.page_scripts.glued import glued_scripts

BEFORE, AFTER = "The anchor came up on Tuesday. ", " The whiting were excellent."
SLOT = "googletag.cmd.push(function() { googletag.display('mid-article-1'); });"
STYLE = ".share-bar { position: sticky; top: 0; } .share-bar a { color: #1a2b33; }"
SHORT = "var a = 1;"
OPEN = "window.q = function() { if (x) { say('and so on until the line ends without"


@pytest.mark.parametrize("script", [SLOT, STYLE, f"{SLOT} {STYLE}"], ids=["script", "style", "both"])
def test_a_statement_goes(script: str) -> None:
    line = BEFORE + script + AFTER
    spans = list(glued_scripts(line))
    assert "".join(span.of(line) for span in spans) == script


@pytest.mark.parametrize(
    "part",
    [
        SHORT,
        OPEN,
        "the function (as he calls it) of a bell",
        "function (he said) { and she wrote the whole of the letter to him again in the morning on the quay of it }",
        "{ a brace that opens, and never closes, in a sentence of its own that goes on and on",
        "if (and only if) the tide allows; otherwise on Friday;",
    ],
)
def test_what_is_no_statement_stays(part: str) -> None:
    assert list(glued_scripts(BEFORE + part + AFTER)) == []


def test_brackets_that_never_close_cost_little_time() -> None:
    start = time.process_time()
    assert list(glued_scripts("window.a({[" * 30_000)) == []
    assert time.process_time() - start < 20
