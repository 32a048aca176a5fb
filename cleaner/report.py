"""A result as JSON, and back: the numbered schema of reports, and `restore`.

`document_object` is what `clean --format json` prints; `row_object` is a line of `report.jsonl`: the same without the
two texts, which the input and the output file hold. Offsets are code points of the input's text.
`docs/report-format.md` explains every key, and `report_schema/report-1.schema.json` is the same for machines.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources

import regex

from cleaner.cut import Removed, restore_text
from cleaner.errors import CleanerError, RestoreError
from cleaner.model import Edit, Encoding, Evidence, Metadata, Refusal, Result, SourceMatch, Undecodable, Unresolved
from cleaner.spans import Span

SCHEMA = 1
"""The version of the report's shape: it rises when a key goes or changes its meaning, not when one is added."""

Json = Mapping[str, object]

_SURROGATE = regex.compile(r"[\ud800-\udfff]")


def document_object(result: Result) -> dict[str, object]:
    """All that is known of one cleaned document, texts included."""
    shared = _shared(result)
    texts = {"input_text": result.document.text, "text": result.text}
    return {**_head(shared), **texts, **_tail(shared)}


def row_object(result: Result, output: str | None = None) -> dict[str, object]:
    """The same without the two texts. `output` names the file, relative to the output folder, that holds the clean
    one."""
    shared = _shared(result)
    return {**_head(shared), "output": output, **_tail(shared)}


def unread_row(id: str, why: str, recipe_hash: str, input_sha256: str | None = None) -> dict[str, object]:
    """The row of an input that could not be read as text at all: it has no output, and `warnings` says why."""
    return {
        "schema": SCHEMA,
        "id": id,
        "media": None,
        "input_sha256": input_sha256,
        "input_text_sha256": None,
        "encoding": None,
        "output": None,
        "title": None,
        "meta": _metadata(Metadata()),
        "source": None,
        "status": "failed",
        "edits": [],
        "refusals": [],
        "unresolved": [],
        "marks": [],
        "warnings": [why],
        "recipe_hash": recipe_hash,
    }


def dumps(value: Json, *, indent: int | None = None) -> str:
    """`value` as JSON that every reader can read: no NaN, and U+FFFD for a lone surrogate (which UTF-8 cannot hold)."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def json_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of reports, as shipped."""
    file = resources.files("cleaner") / "report_schema" / f"report-{SCHEMA}.schema.json"
    schema: dict[str, object] = json.loads(file.read_text("utf-8"))
    return schema


def restore(clean: str, report: Json) -> bytes:
    """The input of a cleaning, from its clean text and its report.

    Gives the very bytes of a text or Markdown input, and the linearised text of an HTML page as UTF-8 (its markup is
    in no report). `clean` may hold the front matter that `--format md` puts back. Raises `RestoreError` where the two
    do not belong together.
    """
    id = str(report.get("id", "-"))
    try:
        if report["schema"] != SCHEMA:
            raise RestoreError(
                f"{id}: a report of schema {report['schema']}", hint=f"this release reads schema {SCHEMA}"
            )
        if report["media"] is None:
            raise RestoreError(f"{id}: the input could not be read, so that there is nothing to restore")
        pieces = [_removed(edit) for edit in _list(report["edits"])]
        text = _input_text(clean, pieces, str(report["input_text_sha256"]), id)
        if report["media"] == "html":
            return text.encode("utf-8")
        data = _encoded(text, _read_encoding(report["encoding"]))
        wanted = report["input_sha256"]
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise RestoreError(f"{id}: not a report of this program: {type(error).__name__} {error}") from error
    if _sha256(data) != wanted:
        raise RestoreError(
            f"{id}: the restored bytes are not those that were read", hint="the report was changed after it was written"
        )
    return data


def _input_text(clean: str, pieces: Sequence[Removed], wanted: str, id: str) -> str:
    """The text whose hash is `wanted`. What was removed at the head may stand on `clean`: front matter, and the space
    after."""
    readings, head = [clean], ""
    for piece in pieces[:2]:
        head += piece.removed
        if piece.span.end != len(head) or piece.replacement or not clean.startswith(head):
            break
        readings.append(clean[len(head) :])
    for reading in readings:
        try:
            text = restore_text(reading, pieces)
        except CleanerError:
            continue
        if _sha256(text.encode("utf-8", "surrogatepass")) == wanted:
            return text
    raise RestoreError(
        f"{id}: the clean text and the report do not belong together",
        hint="give the file as it was written, and the report of the same run",
    )


def _encoded(text: str, encoding: Encoding) -> bytes:
    from cleaner.inputs.encoding import encode, to_str  # noqa: PLC0415 - writing reports needs no reader of pages

    if encoding.name == "str":
        return to_str(text, encoding).encode("utf-8", "surrogatepass")
    return encode(text, encoding)


def _shared(result: Result) -> dict[str, object]:
    document = result.document
    text = document.text
    return {
        "schema": SCHEMA,
        "id": document.id,
        "media": document.media,
        "input_sha256": document.raw_sha256,
        "input_text_sha256": _sha256(text.encode("utf-8", "surrogatepass")),
        "encoding": _encoding(document.encoding),
        "title": result.title,
        "meta": _metadata(result.meta),
        "source": _source(result.source),
        "status": str(result.status),
        "edits": [edit_object(edit, text) for edit in result.edits],
        "refusals": [_refusal(refusal, text) for refusal in result.refusals],
        "unresolved": [_unresolved(found, text) for found in result.unresolved],
        "marks": [edit_object(edit, text) for edit in result.marks],
        "warnings": list(result.warnings),
        "recipe_hash": result.recipe_hash,
    }


_HEAD = ("schema", "id", "media", "input_sha256", "input_text_sha256", "encoding")


def _head(shared: Json) -> dict[str, object]:
    return {key: shared[key] for key in _HEAD}


def _tail(shared: Json) -> dict[str, object]:
    return {key: value for key, value in shared.items() if key not in _HEAD}


def edit_object(edit: Edit, text: str) -> dict[str, object]:
    """One edit of `text`, with the characters that it removes."""
    return {
        "start": edit.span.start,
        "end": edit.span.end,
        "removed": edit.span.of(text),
        "replacement": edit.replacement,
        "kind": str(edit.kind),
        "origin": str(edit.origin),
        "where": edit.origin.where,
        "version": edit.origin.version,
        "confidence": edit.confidence,
        "evidence": _evidence(edit.evidence),
        "also": [str(origin) for origin in edit.also],
    }


def _evidence(evidence: Iterable[Evidence]) -> list[dict[str, object]]:
    return [{"name": item.name, "value": item.value} for item in evidence]


def _refusal(refusal: Refusal, text: str) -> dict[str, object]:
    return {"edit": edit_object(refusal.edit, text), "guard": refusal.guard, "why": refusal.why}


def _unresolved(found: Unresolved, text: str) -> dict[str, object]:
    return {
        "start": found.span.start,
        "end": found.span.end,
        "text": found.span.of(text),
        "readings": [{"text": reading.text, "p": reading.probability} for reading in found.readings],
        "origin": str(found.origin),
    }


def _encoding(encoding: Encoding) -> dict[str, object]:
    errors = [{"offset": lost.offset, "raw": lost.raw.hex()} for lost in encoding.errors]
    return {"name": encoding.name, "bom": encoding.bom, "errors": errors}


def _metadata(meta: Metadata) -> dict[str, object]:
    return {
        "author": meta.author,
        "authors": list(meta.authors),
        "published": meta.published,
        "modified": meta.modified,
        "url": meta.url,
        "language": meta.language,
        "site": meta.site,
        "description": meta.description,
    }


def _source(source: SourceMatch | None) -> dict[str, object] | None:
    return None if source is None else {"id": source.id, "name": source.name, "why": list(source.why)}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _list(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list):
        raise TypeError(f"{type(value).__name__} where a list belongs")
    return value


def _removed(edit: Json) -> Removed:
    start, end = edit["start"], edit["end"]
    if not isinstance(start, int) or not isinstance(end, int):
        raise TypeError("offsets are whole numbers")
    return Removed(Span(start, end), str(edit["removed"]), str(edit["replacement"]))


def _read_encoding(value: object) -> Encoding:
    if not isinstance(value, dict):
        raise TypeError("no encoding")
    errors = tuple(Undecodable(int(lost["offset"]), bytes.fromhex(lost["raw"])) for lost in value["errors"])
    return Encoding(str(value["name"]), bool(value["bom"]), errors)
