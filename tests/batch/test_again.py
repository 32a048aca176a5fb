"""A second run: what is done stays, what changed is done again, and nobody else is let in."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, Config, Result
from cleaner.batch import Again, Options, Summary, run_folder
from cleaner.errors import CleanerError, UsageError
from cleaner.ledger import Account, Ledger, Loss, lock
from tests.conftest import ARTICLE
from tests.test_run_folder import rows, tree

Run = Callable[..., Summary]


@pytest.fixture
def scraped(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    (root / "b").mkdir(parents=True)
    for name in ("a.txt", "b/c.txt", "d.txt"):
        (root / name).write_text(f"{ARTICLE}\nThis one is called {name}.\n", "utf-8")
    lines = [json.dumps({"text": ARTICLE, "n": n}) for n in range(3)]
    (root / "e.jsonl").write_text("\n".join(lines), "utf-8")
    return root


class Seen:
    """Which documents were cleaned, in the order of their cleaning."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ids: list[str] = []
        sound = Cleaner.clean

        def clean(own: Cleaner, data: bytes | str, **options: Any) -> Result:
            self.ids.append(options["id"])
            return sound(own, data, **options)

        monkeypatch.setattr(Cleaner, "clean", clean)

    def take(self) -> list[str]:
        ids, self.ids = self.ids, []
        return ids


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    return Seen(monkeypatch)


CLEANER = Cleaner()
LINES = ["e.jsonl#1", "e.jsonl#2", "e.jsonl#3"]


def run(root: Path, again: Again = "new", cleaner: Cleaner = CLEANER) -> Summary:
    return run_folder(cleaner, root, root.parent / "out", options=Options(jobs=0, again=again))


def test_what_is_done_is_not_done_twice(scraped: Path, seen: Seen) -> None:
    first = run(scraped)
    assert seen.take() == ["a.txt", "b/c.txt", "d.txt", *LINES]
    before = tree(scraped.parent / "out")
    second = run(scraped)
    assert seen.take() == []
    assert tree(scraped.parent / "out") == before
    assert second.account.as_json() == first.account.as_json()
    assert (second.done, second.before, second.total) == (0, 4, 4)
    run(scraped, "all")
    assert len(seen.take()) == 6
    assert tree(scraped.parent / "out") == before


def test_only_what_changed_is_done_again(scraped: Path, seen: Seen) -> None:
    run(scraped)
    seen.take()
    (scraped / "d.txt").write_text(f"{ARTICLE}\nAnother end.\n", "utf-8")
    run(scraped)
    assert seen.take() == ["d.txt"]
    assert "Another end." in (scraped.parent / "out" / "d.txt").read_text("utf-8")
    with (scraped / "e.jsonl").open("a") as file:
        file.write("\n" + json.dumps({"text": ARTICLE}))
    run(scraped)
    assert seen.take() == [*LINES, "e.jsonl#4"]
    (scraped.parent / "out" / "a.txt").unlink()
    run(scraped)
    assert seen.take() == ["a.txt"], "an output that is gone is made again"


def test_changed_goes_by_content(scraped: Path, seen: Seen) -> None:
    run(scraped)
    seen.take()
    for path in (scraped / "a.txt", scraped / "e.jsonl"):
        os.utime(path, (1, 1))
    run(scraped, "changed")
    assert seen.take() == []
    run(scraped)
    assert seen.take() == [], "the new time was noted"
    stat = (scraped / "a.txt").stat()
    (scraped / "a.txt").write_text((scraped / "a.txt").read_text("utf-8").replace("weir", "dyke"), "utf-8")
    os.utime(scraped / "a.txt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    run(scraped)
    assert seen.take() == [], "size and time tell nothing of it"
    run(scraped, "changed")
    assert seen.take() == ["a.txt"]


def test_outputs_of_inputs_that_are_gone(scraped: Path) -> None:
    run(scraped)
    (scraped / "a.txt").unlink()
    (scraped / "e.jsonl").unlink()
    out = scraped.parent / "out"
    told = run(scraped)
    assert "2 inputs of an earlier run are gone" in " ".join(told.notes)
    assert (out / "a.txt").exists()
    assert [row["id"] for row in rows(out)] == ["b/c.txt", "d.txt"]
    assert told.account.documents == 2
    run(scraped, "changed")
    assert set(tree(out)) == {"b/c.txt", "d.txt", ".cleaner/report.jsonl", ".cleaner/totals.json"}


def test_another_recipe_does_everything_again(scraped: Path, seen: Seen) -> None:
    run(scraped)
    seen.take()
    other = Cleaner(config=Config(repairs="off"))
    run(scraped, cleaner=other)
    assert len(seen.take()) == 6
    assert {row["recipe_hash"] for row in rows(scraped.parent / "out")} == {other.recipe_hash}


def test_what_could_not_be_read_is_tried_again(scraped: Path, seen: Seen) -> None:
    (scraped / "loop.txt").symlink_to("loop.txt")
    assert [trouble.id for trouble in run(scraped).failed] == ["loop.txt"]
    seen.take()
    (scraped / "loop.txt").unlink()
    (scraped / "loop.txt").write_text(ARTICLE, "utf-8")
    assert not run(scraped).failed
    assert seen.take() == ["loop.txt"]


def test_two_runs_do_not_write_to_one_folder(scraped: Path) -> None:
    run(scraped)
    with lock(scraped.parent / "out" / ".cleaner"), pytest.raises(UsageError, match="another run"):
        run(scraped)


def test_what_a_kill_left_is_swept(scraped: Path) -> None:
    run(scraped)
    left = scraped.parent / "out" / "b" / f".{'0' * 16}-123.part"
    left.write_bytes(b"half")
    own = scraped.parent / "out" / "b" / ".mine-123.part"
    own.write_bytes(b"mine")
    run(scraped)
    assert not left.exists()
    assert own.exists()


def test_a_ledger_that_cannot_be_used_is_named(scraped: Path) -> None:
    run(scraped)
    path = scraped.parent / "out" / ".cleaner" / "ledger.sqlite"
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(CleanerError, match="version 99") as raised:
        run(scraped)
    assert raised.value.hint
    path.write_bytes(b"no data base" * 100)
    with pytest.raises(CleanerError, match="damaged") as raised:
        run(scraped)
    assert "remove it" in str(raised.value)


def test_accounts_add_up_in_any_order(tmp_path: Path, scraped: Path) -> None:
    run(scraped)
    with Ledger(scraped.parent / "out" / ".cleaner" / "ledger.sqlite", read_only=True) as ledger:
        whole = ledger.total()
    assert whole.documents == 6
    again = Account()
    again.add_told(whole.told())
    assert again.as_json() == whole.as_json()
    one, other = Account(), Account()
    parts = [Account(documents=1, lost=[Loss(str(n), 100 + n, 50)]) for n in range(3000)]
    for part in parts:
        one.add_told(part.told())
    for part in reversed(parts):
        other.add_told(part.told())
    assert one.as_json() == other.as_json()
    assert [loss.id for loss in one.lost][:2] == ["2999", "2998"]
    assert len(one.lost) == 20
    assert tmp_path.exists()
