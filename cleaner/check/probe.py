"""Cleans fixtures with whatever `cleaner` the running interpreter imports, and tells what it did as JSON lines.

A script, run by path in another interpreter or beside another checkout: it may import nothing of ours but the public
`cleaner`, and asks for nothing that the first release did not have. A job on standard input:
`{"rules": [folder, ...], "cases": [{"id", "path", "name", "url", "policy", "captured"}]}`.
"""

from __future__ import annotations

import inspect
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any


def _change(edit: Any) -> dict[str, object]:
    return {
        "start": edit.span.start,
        "end": edit.span.end,
        "replacement": edit.replacement,
        "kind": str(edit.kind),
        "origin": str(edit.origin),
        "where": edit.origin.where,
        "confidence": edit.confidence,
    }


def _seen(cleaner: Any, job: dict[str, Any]) -> dict[str, object]:
    data = Path(job["path"]).read_bytes()
    asked: dict[str, Any] = {}
    if job.get("captured") and "captured" in inspect.signature(cleaner.clean).parameters:
        asked["captured"] = date.fromisoformat(job["captured"])
    result = cleaner.clean(data, url=job["url"], id=job["id"], name=job["name"], **asked)
    stopped = [{"change": _change(each.edit), "guard": each.guard, "why": each.why} for each in result.refusals]
    return {
        "id": job["id"],
        "input_text": result.document.text,
        "text": result.text,
        "status": str(result.status),
        "changes": [_change(edit) for edit in result.edits],
        "stopped": stopped,
    }


def _main() -> None:
    import cleaner  # noqa: PLC0415 - whichever there is

    job = json.load(sys.stdin)
    print(json.dumps({"version": cleaner.__version__, "where": str(Path(cleaner.__file__).parent)}))
    recipes: dict[str, Any] = {}
    for each in job["cases"]:
        policy = json.dumps(each["policy"], sort_keys=True)
        try:
            if policy not in recipes:
                config = cleaner.Config().with_policy(each["policy"])
                recipes[policy] = cleaner.Cleaner(rules=job["rules"], config=config)
            seen = _seen(recipes[policy], each)
        except Exception as error:  # a document that this version cannot clean is a finding
            seen = {"id": each["id"], "error": f"{type(error).__name__}: {error}"}
        print(json.dumps(seen))


if __name__ == "__main__":
    _main()
