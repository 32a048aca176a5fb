"""What the supervisor does for its workers: it is light, orders the recipe from one of them, keeps them in work, and
cleans up after them."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

import cleaner
from cleaner import Cleaner
from cleaner.batch import Limits, Options, Order, Tick, run_folder
from cleaner.batch.feed import Feed
from cleaner.batch.jobs import FileJob
from cleaner.batch.recipe import Recipe
from cleaner.batch.supervisor import AHEAD, CHUNK, Supervisor
from cleaner.errors import RuleError
from cleaner.io.folder import list_folder
from tests.batch.poison import LOOP, Poisoned, made_at_the_second_try, never_made
from tests.conftest import ARTICLE
from tests.test_run_folder import tree


@pytest.fixture
def many(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    root.mkdir()
    for number in range(40):
        (root / f"{number:02}.txt").write_text(f"{ARTICLE}\nThe {number}th gate stands open.\n", "utf-8")
    return root


def feed(root: Path) -> Feed:
    return (FileJob(item) for item in list_folder(root, root / "none").inputs)


def test_it_loads_nothing_that_cleans() -> None:
    code = "import sys, cleaner.cli, cleaner.commands.run; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "cleaner.batch.supervisor" in loaded
    assert {"cleaner.pipeline", "cleaner.inputs", "cleaner.rules", "numpy", "selectolax"}.isdisjoint(loaded)


def test_public_names_are_loaded_when_they_are_asked_for() -> None:
    for name in cleaner.__all__:
        assert getattr(cleaner, name) is not None
        assert name in dir(cleaner)
    assert not hasattr(cleaner, "purge")


def test_one_worker_makes_the_recipe_for_all(many: Path, rules: Path) -> None:
    order = Order(partial(Cleaner, rules=[rules]), None, "summary")
    with closing(Supervisor(order, 2)) as supervisor:
        supervisor.expect(2)
        assert supervisor.terms == Recipe(Cleaner(rules=[rules]), None, "summary").terms
        ordered = [done.outcome for done in supervisor.run(feed(many))]
    given = [done.outcome for done in Supervisor(Recipe(Cleaner(rules=[rules]), None, "summary"), 1).run(feed(many))]
    assert ordered == given
    assert pickle.loads(pickle.dumps(given)) == given


def test_a_worker_that_dies_while_it_makes_the_recipe_is_replaced(many: Path, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with closing(Supervisor(Order(partial(made_at_the_second_try, mark)), 2)) as supervisor:
        supervisor.expect(2)
        assert len(list(supervisor.run(feed(many)))) == 40
    assert mark.exists()


def test_what_is_wrong_with_the_recipe_is_told_as_it_is() -> None:
    with closing(Supervisor(Order(never_made), 1)) as supervisor, pytest.raises(RuleError) as raised:
        assert supervisor.terms
    assert str(raised.value) == "rules/tidewater.toml:3: no such key; see the README"
    assert not supervisor.processes


def test_a_worker_has_its_next_jobs_before_it_has_done_the_last(many: Path) -> None:
    """The feed is read ahead, and all of it is done, in order, also where the supervisor is held up."""
    taken: list[str] = []

    def counted() -> Feed:
        for job in feed(many):
            assert not isinstance(job, str)
            taken.append(getattr(job, "id", ""))
            yield job

    supervisor = Supervisor(Recipe(Cleaner()), 1)
    done = []
    for each in supervisor.run(counted()):
        done.append(each.outcome)
        if len(done) == CHUNK:
            (worker,) = supervisor._workers
            assert len(worker.tasks) + len(supervisor._done) + len(done) > CHUNK
            assert worker.unread
    assert [outcome.id for outcome in done if outcome is not None] == taken
    assert len(taken) <= AHEAD


def test_lines_longer_than_a_pipe_hold_nobody_up(tmp_path: Path) -> None:
    """A worker that hangs reads no more: what it is sent must not block the one who ends it."""
    lines = [
        json.dumps({"text": f"{ARTICLE} {LOOP if number == 2 else number}", "pad": "x" * 3_000_000})
        for number in range(12)
    ]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    options = Options(jobs=1, limits=Limits(deadline=3.0))
    summary = run_folder(Poisoned(), tmp_path / "in", tmp_path / "out", options=options)
    assert [trouble.id for trouble in summary.failed] == ["a.jsonl#3"]
    assert summary.account.documents == 12
    assert (tmp_path / "out" / "a.jsonl").read_text("utf-8").splitlines()[2] == lines[2]


@pytest.mark.parametrize("end", [KeyboardInterrupt, RuntimeError])
def test_nothing_half_written_stays_whatever_ends_the_run(many: Path, tmp_path: Path, end: type[BaseException]) -> None:
    def stop(tick: Tick) -> None:
        if tick.documents == 9:
            raise end

    output = tmp_path / "out"
    if end is KeyboardInterrupt:
        assert run_folder(Cleaner(), many, output, options=Options(jobs=2, progress=stop)).interrupted
    else:
        with pytest.raises(end):
            run_folder(Cleaner(), many, output, options=Options(jobs=2, progress=stop))
    assert not list(output.rglob("*.part"))
    run_folder(Cleaner(), many, output, options=Options(jobs=2))
    run_folder(Cleaner(), many, tmp_path / "whole", options=Options(jobs=0))
    assert tree(output) == tree(tmp_path / "whole")
