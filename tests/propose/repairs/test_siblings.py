"""The repairs beside the dropped letters: mojibake, hyphens at line breaks, glued words."""

from __future__ import annotations

import pytest

from cleaner.config import Config
from cleaner.model import Document
from cleaner.propose.repairs import find_damage

SAFE, ALL = Config(), Config(repairs="all")


def repaired(text: str, config: Config = SAFE) -> str:
    """The text with its repairs in."""
    found = find_damage(Document("x", "text", text, ()), config)
    for edit in reversed(found.edits if found else ()):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("He sat in the cafÃ© and read.", "He sat in the café and read."),
        ("It was â€œa good dayâ€\u009d for all of us, he said.", "It was “a good day” for all of us, he said."),
        ("The MÃ¼ller family left.", "The Müller family left."),
    ],
)
def test_mojibake_is_read(damaged: str, meant: str) -> None:
    assert repaired(damaged) in (meant, meant.replace("“", '"').replace("”", '"'))


@pytest.mark.parametrize(
    "text",
    ["He sat in the café and read.", "São Paulo, Ærø, Ångström, Âge.", "“Quoted”—and so on…", "Ð is a letter, â too."],
)
def test_letters_that_are_meant_stay(text: str) -> None:
    assert repaired(text) == text


def test_hyphens_at_line_breaks_are_joined() -> None:
    text = (
        "It was the govern-\nment that had decided, and the council was told of the deci-\nsion on Monday. The well-\n"
        "known rule stayed.\n"
    )
    assert repaired(text) == (
        "It was the government that had decided, and the council was told of the decision on Monday. The well-\n"
        "known rule stayed.\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "It was the govern-\nment that had decided.\n",
        "One-\ntwo, three-\nfour, and a twenty-\nfive.\n",
        "- a list of things -\n- and more of them -\nend\n",
        "The re-\nsign of the post and the re-\nform of the post-\nwar time.\n",
    ],
)
def test_hyphens_that_belong_stay(text: str) -> None:
    assert repaired(text) == text


def test_glued_sentences_are_parted_only_when_all_repairs_are_asked_for() -> None:
    text = "He said that it was over.The council went home.Nobody spoke for long."
    assert repaired(text) == text
    assert repaired(text, ALL) == "He said that it was over. The council went home. Nobody spoke for long."


@pytest.mark.parametrize("text", ["We use Node.Js and System.Text here.", "At example.Com, she said.", "e.g.This one"])
def test_names_with_dots_stay(text: str) -> None:
    assert repaired(text, ALL) == text
