"""Reports: the shape that the schema file promises, offsets that hold, nothing that JSON or UTF-8 cannot carry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cleaner import Cleaner
from cleaner.kinds import Kind
from cleaner.model import Status
from cleaner.report import SCHEMA, document_object, dumps, json_schema, row_object, unread_row
from tests.conftest import ARTICLE, URL

VALIDATOR = jsonschema.Draft202012Validator(json_schema())

PAGE = """<html lang="en"><head><title>Weir</title></head><body><nav><a href="/">Home</a> <a href="/n">News</a></nav>
<article><h1>Weir mended</h1><p>The weir was mended on Monday, and the ducks came back on Tuesday morning.</p>
<p>Read more: Five things to know about weirs</p><img alt="A duck"></article></body></html>"""

INPUTS: Mapping[str, bytes | str] = {
    "text": ARTICLE.encode(),
    "text given as a string": ARTICLE,
    "a string with a lone surrogate": f"{ARTICLE}\ud83d ends\n",
    "page": PAGE.encode(),
    "page that says a surrogate": PAGE.replace("ducks", "d&#xD83D;ucks").encode(),
    "front matter": f"---\ntitle: Weir\n---\n\n{ARTICLE}".encode(),
    "undecodable bytes": ARTICLE.encode().replace(b"weir", b"we\xffir"),
    "byte order mark": b"\xef\xbb\xbf" + ARTICLE.encode(),
    "nothing": b"",
}


@pytest.mark.parametrize("case", INPUTS)
def test_every_report_is_valid(rules: Path, case: str) -> None:
    result = Cleaner(rules=[rules]).clean(INPUTS[case], url=URL, id=case)
    whole = json.loads(dumps(document_object(result)))
    VALIDATOR.validate(whole)
    row = json.loads(dumps(row_object(result, "a.txt")))
    VALIDATOR.validate(row)
    assert {key: value for key, value in whole.items() if key not in ("text", "input_text")} == {
        key: value for key, value in row.items() if key != "output"
    }


@pytest.mark.parametrize("case", INPUTS)
def test_edits_lead_from_the_input_to_the_text(rules: Path, case: str) -> None:
    told = document_object(Cleaner(rules=[rules]).clean(INPUTS[case], url=URL))
    assert apply_edits(told) == told["text"]


def apply_edits(told: Mapping[str, Any]) -> str:
    """What a reader who knows only the report format does."""
    parts, end = [], 0
    for edit in told["edits"]:
        assert told["input_text"][edit["start"] : edit["end"]] == edit["removed"]
        parts += [told["input_text"][end : edit["start"]], edit["replacement"]]
        end = edit["end"]
    return "".join(parts) + str(told["input_text"][end:])


def test_a_row_of_an_unread_input_is_valid() -> None:
    VALIDATOR.validate(unread_row("scan.txt", "a binary file", "0" * 16))


@pytest.mark.parametrize(
    "damage",
    [
        {"schema": SCHEMA + 1},
        {"status": "fine"},
        {"surprise": 1},
        {"edits": [{"start": 0}]},
        {"input_sha256": "abc"},
        {"warnings": "none"},
    ],
)
def test_the_schema_refuses_what_is_no_report(damage: dict[str, object]) -> None:
    row = {**unread_row("scan.txt", "a binary file", "0" * 16), **damage}
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(row)


def test_the_schema_knows_the_kinds_and_statuses_of_the_program() -> None:
    schema: Any = json_schema()
    assert set(schema["$defs"]["edit"]["properties"]["kind"]["enum"]) == set(Kind)
    assert set(schema["properties"]["status"]["enum"]) == set(Status)
    assert schema["properties"]["schema"]["const"] == SCHEMA


def test_no_lone_surrogate_leaves() -> None:
    text = dumps({"text": "a\ud83db\udfffc"})
    assert json.loads(text.encode("utf-8")) == {"text": "a\ufffdb\ufffdc"}
    with pytest.raises(ValueError, match="JSON"):
        dumps({"confidence": float("nan")})


def test_dropped_letters_are_of_kind_repair() -> None:
    damaged = (Path(__file__).parent.parent / "fixtures" / "example" / "school-radio.txt").read_bytes()
    told: Any = document_object(Cleaner().clean(damaged))
    repairs = [edit for edit in told["edits"] if edit["kind"] == "repair"]
    assert (
        any(edit["removed"] == "heteacher" or "headteacher" in edit["replacement"] for edit in repairs) or not repairs
    )
