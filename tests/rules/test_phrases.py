"""Phrase packs: hits are those of trying every phrase on every text."""

from __future__ import annotations

import pickle

import pytest

from cleaner.errors import OverrunError
from cleaner.rules.parse import parse_rule_file
from cleaner.rules.phrases import PhrasePack, pack_of
from cleaner.rules.schema import Role

PACK = """
schema = 1
id = "base/en"
name = "English"

[[phrase]]
id = "newsletter"
kind = "signup"
pattern = ['sign up (?:for|to) (?:the|our) .{0,40}newsletters?', 'subscribe to our newsletter']
weight = 1.5
examples = ["Sign up for our weekly newsletter"]
near_misses = ["Sign up for our weekly course"]

[[phrase]]
id = "advertisement"
kind = "advert"
pattern = '\\W*advertisement\\W*'
weight = 1
examples = ["- Advertisement -"]
near_misses = ["The advertisement was blue."]

[[phrase]]
id = "says"
kind = "related"
match = "start"
pattern = 'read more'
weight = 0.5
examples = ["Read more: x"]
near_misses = ["To read more"]

[[phrase]]
id = "agency"
kind = "credit"
match = "end"
pattern = '/example agency/'
weight = 0.5
examples = ["They left. /Example Agency/"]
near_misses = ["/Example Agency/ says"]

[[phrase]]
id = "handle"
kind = "embed"
match = "span"
pattern = '@\\w+'
weight = 0.5
examples = ["a @b"]
near_misses = ["a b"]
"""


@pytest.fixture
def pack() -> PhrasePack:
    return pack_of(parse_rule_file(PACK, "base/en.toml", Role.PACK))


def test_hits_tell_phrase_text_and_place(pack: PhrasePack) -> None:
    texts = [
        "SIGN UP to our daily newsletters",
        "Please sign up to our newsletter",  # not the whole line
        "—Advertisement—",
        "Read more: they left. /Example Agency/",
        "by @ada and @bob",
        "",
    ]
    hits = pack.hits(texts)
    assert [(hit.phrase.id, hit.index, hit.start, hit.end) for hit in hits] == [
        ("newsletter", 0, 0, 32),
        ("advertisement", 2, 0, 15),
        ("says", 3, 0, 9),
        ("agency", 3, 22, 38),
        ("handle", 4, 3, 7),
        ("handle", 4, 12, 16),
    ]
    assert pack.language == "en"
    assert pack.origin_of(hits[0].phrase) == "base/en#newsletter"


def test_a_pack_crosses_processes(pack: PhrasePack) -> None:
    pack.hits(["warm"])
    assert pickle.loads(pickle.dumps(pack)).hits(["Advertisement"]) == pack.hits(["Advertisement"])


def test_an_overrun_names_the_phrase() -> None:
    text = PACK.replace(r"\W*advertisement\W*", r"(?:a|aa)+\d")
    slow = pack_of(parse_rule_file(text, "base/en.toml", Role.PACK))
    with pytest.raises(OverrunError) as caught:
        slow.hits(["a" * 300 + "!"], seconds=0.05)
    assert caught.value.entry == 'phrase "advertisement"'
    assert caught.value.line == 14
