"""How fast `cleaner run` is, with one and with two workers, beside trafilatura's own batch command; and whether its
memory stays flat.

    python -m bench.throughput [--documents 10000] [--pages DIR] [--rss 20000] [--peer]

Every run is a process of its own on the same made folder (or on copies of the pages in DIR), in turn, so that a busy
machine slows all of them. Numeric libraries have one thread in each. The parent's share is its processor time over that
of parent and workers. Whole runs have a start, and end with a report, which are a large part of short ones; the
`steady` lines leave them out.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from cleaner import Cleaner
from cleaner.batch import Limits, Supervisor
from cleaner.batch.jobs import FileJob, Job
from cleaner.batch.recipe import Recipe
from cleaner.io.folder import FileInput, list_folder

WORDS = [
    "council",
    "weir",
    "gate",
    "harbour",
    "ferry",
    "captain",
    "winter",
    "ledger",
    "quay",
    "lantern",
    "orchard",
    "kettle",
    "chapel",
    "river",
    "bridge",
    "market",
    "after",
    "before",
    "during",
    "under",
    "over",
    "the",
    "the",
    "the",
    "a",
    "a",
    "of",
    "of",
    "and",
    "in",
    "on",
    "for",
    "with",
    "was",
    "were",
    "had",
    "said",
    "that",
    "it",
    "its",
    "from",
]

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Figure:
    """One run: its command, how many documents and bytes, what it took in seconds, and the share of its processor time
    that the process which was started took itself (Linux)."""

    what: str
    documents: int
    megabytes: float
    seconds: float
    processor: float
    parent_share: float | None = None

    @property
    def rate(self) -> float:
        """Documents a second."""
        return self.documents / self.seconds


def page(chooser: random.Random, number: int) -> str:
    """A page as news sites make them: some 50 kB, most of it menus, teasers and scripts."""

    def sentence() -> str:
        return " ".join(chooser.choices(WORDS, k=chooser.randint(8, 22))).capitalize() + "."

    def paragraph() -> str:
        return f"<p>{' '.join(sentence() for _ in range(chooser.randint(2, 5)))}</p>"

    def links(count: int) -> str:
        items = (f'<li><a href="/{number}/{at}">{sentence()}</a></li>' for at in range(count))
        return f"<ul>{''.join(items)}</ul>"

    body = "".join(paragraph() for _ in range(chooser.randint(8, 30)))
    script = f"<script>var a = '{'x' * chooser.randint(5_000, 30_000)}';</script>"
    return (
        f'<!doctype html><html lang="en"><head><title>Page {number} | The Tidewater Post</title>{script}</head><body>'
        f"<header><nav>{links(40)}</nav></header><main><article><h1>{sentence()}</h1><p>By Ada Fenn</p>{body}"
        f"<p>Read more: {sentence()}</p></article><aside><h2>Most read</h2>{links(20)}</aside></main>"
        f"<footer>{links(25)}<p>All rights reserved.</p></footer></body></html>"
    )


def make(folder: Path, count: int, pages: Path | None) -> None:
    """`count` pages: made ones, or copies of those in `pages` in turn."""
    chooser = random.Random(7)
    real = sorted(path for path in pages.rglob("*.htm*") if path.is_file()) if pages else []
    for number in range(count):
        source = real[number % len(real)] if real else None
        path = folder / f"{number % 100:02}" / f"{number:06}{''.join(source.suffixes[-2:]) if source else '.html'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        if source is not None:
            shutil.copyfile(source, path)
        else:
            path.write_text(page(chooser, number), "utf-8")


def timed(what: str, command: list[str], documents: int, megabytes: float) -> Figure:
    """Run a command to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    with tempfile.TemporaryFile("w+") as told:
        done = subprocess.Popen(command, env={**os.environ, **ONE_THREAD}, stdout=subprocess.DEVNULL, stderr=told)
        own = _own_seconds(done.pid)
        code = done.wait()
        seconds = time.monotonic() - start
        if code not in (0, 1):
            told.seek(0)
            raise SystemExit(f"{what} ended with {code}: {told.read()[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    share = None if own is None else round(own / used, 4)
    return Figure(what, documents, round(megabytes, 1), round(seconds, 2), round(used, 2), share)


def _own_seconds(pid: int) -> float | None:
    """Processor time of a child without that of its own children, once it has ended. It stays to be waited for."""
    if not sys.platform.startswith("linux"):
        return None
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    return processor_seconds(pid)


def ours(folder: Path, work: Path, jobs: int, documents: int, megabytes: float) -> Figure:
    """`cleaner run` into a new folder."""
    output = work / f"out-{jobs}-{time.monotonic_ns()}"
    command = [sys.executable, "-m", "cleaner", "run", str(folder), "-o", str(output), "--jobs", str(jobs)]
    figure = timed(f"cleaner run --jobs {jobs}", command, documents, megabytes)
    shutil.rmtree(output)
    return figure


def peer(folder: Path, work: Path, documents: int, megabytes: float) -> Figure:
    """trafilatura's batch command, which uses as many processes as it sees fit, told to use two."""
    output = work / "peer"
    script = str(Path(sys.executable).with_name("trafilatura"))
    command = [script, "--input-dir", str(folder), "--output-dir", str(output), "--parallel", "2"]
    figure = timed("trafilatura --parallel 2", command, documents, megabytes)
    shutil.rmtree(output, ignore_errors=True)
    return figure


def steady(folder: Path, workers: int) -> dict[str, object]:
    """A pool at work, without the start of processes and without writing: speed, processor time of a document, and the
    parent's share of it. On a machine with idle cores two workers are as much faster as their rates tell; on a busy one
    the processor time shows at least what running side by side costs."""
    jobs = [FileJob(item) for item in list_folder(folder, folder.parent / "none").inputs]
    supervisor = Supervisor(Recipe(Cleaner()), workers)
    first = own = before = after = 0.0
    warm, end = min(len(jobs) // 3, 128), 0.0
    for number, _ in enumerate(supervisor.run(iter(jobs))):
        if number == warm:  # by now all workers have started
            first, own = time.monotonic(), time.process_time()
            before = sum(processor_seconds(pid) for pid in supervisor.processes)
        elif number == len(jobs) - 2:
            end = time.monotonic()
            after = sum(processor_seconds(pid) for pid in supervisor.processes)
            own = time.process_time() - own
    done = len(jobs) - 2 - warm
    return {
        "what": "steady",
        "workers": workers,
        "documents": done,
        "rate": round(done / (end - first), 1),
        "processor_ms_a_document": round((after - before) / done * 1000, 1),
        "parent_share": round(own / (own + after - before), 4),
    }


def processor_seconds(pid: int) -> float:
    """Processor time of a live process (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """Megabytes that a live process holds (Linux)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def memory(folder: Path, count: int) -> Iterator[dict[str, object]]:
    """What a worker holds after a tenth and after all of `count` documents (the same pages, over and over)."""
    items: list[FileInput] = list_folder(folder, folder.parent / "none").inputs
    work: Iterator[Job] = (FileJob(items[number % len(items)]) for number in range(count))
    supervisor = Supervisor(Recipe(Cleaner()), 1, Limits(deadline=None))
    for number, _ in enumerate(supervisor.run(work), 1):
        if number in (count // 10, count // 2, count - 1):
            own = resident(os.getpid())
            held = [round(resident(pid), 1) for pid in supervisor.processes]
            yield {"what": "memory", "documents": number, "worker_mb": held, "parent_mb": round(own, 1)}


def main() -> None:
    """Print a line of JSON for each figure."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=10_000)
    options.add_argument("--pages", type=Path)
    options.add_argument("--rss", type=int, default=0, help="documents of the memory run; 0 leaves it out")
    options.add_argument("--peer", action="store_true", help="also trafilatura's own command")
    options.add_argument("--repeat", type=int, default=1, help="runs of each, in turn")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        folder = work / "in"
        make(folder, chosen.documents, chosen.pages)
        megabytes = sum(path.stat().st_size for path in folder.rglob("*.htm*")) / 1e6
        for _ in range(chosen.repeat):
            figures = [ours(folder, work, jobs, chosen.documents, megabytes) for jobs in (1, 2)]
            if chosen.peer:
                figures.append(peer(folder, work, chosen.documents, megabytes))
            for figure in figures:
                print(json.dumps({**asdict(figure), "rate": round(figure.rate, 1)}), flush=True)
            print(
                json.dumps({"what": "two over one", "ratio": round(figures[1].rate / figures[0].rate, 2)}), flush=True
            )
            for workers in (1, 2):
                print(json.dumps(steady(folder, workers)), flush=True)
        for told in memory(folder, chosen.rss) if chosen.rss else ():
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
