"""`cleaner profile` and `--profile`: in processes of their own, as a user runs them."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.propose.repairs import load_profile
from tests.propose.repairs.lines import LINES

HOST = "https://harbourpundit.example"
OTHER = "Her advice was to sell, and the people in the street were told to go back to their work before it was night."


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command in a process."""
    return subprocess.run(
        [sys.executable, "-m", "cleaner", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def scraped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of short documents: six of a source that lost "ad" and one of another, in files and lines of JSON."""
    root = tmp_path_factory.mktemp("scraped")
    for at, line in enumerate(LINES[:4]):
        (root / f"{at}.md").write_text(f"---\nurl: {HOST}/{at}\n---\n\n{line.replace('ad', '')}\n", "utf-8")
    rows = [{"url": f"{HOST}/{at}", "text": LINES[at].replace("ad", "")} for at in (4, 5)]
    rows.append({"url": "https://example.net/1", "text": OTHER.replace("ad", "")})
    (root / "more.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return root


@pytest.fixture(scope="module")
def profile(scraped: Path) -> Path:
    path = scraped.parent / "profile.json"
    ended = command("profile", scraped, "-o", path)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "7 documents of 2 sources" in ended.stdout
    assert 'harbourpundit.example: dropped "ad" (' in ended.stdout
    return path


def texts(out: Path) -> list[str]:
    """The text of each document of the source, in order."""
    files = [(out / f"{at}.md.txt").read_text("utf-8").strip() for at in range(4)]
    rows = [json.loads(line)["text"].strip() for line in (out / "more.jsonl").read_text("utf-8").splitlines()]
    return [*files, *rows]


def test_a_run_with_the_profile_restores_what_no_document_proves_alone(
    scraped: Path, profile: Path, tmp_path: Path
) -> None:
    alone, told = tmp_path / "alone", tmp_path / "told"
    assert command("run", scraped, "-o", alone).returncode == 0
    assert command("run", scraped, "-o", told, "--profile", profile).returncode == 0
    damaged = [line.replace("ad", "") for line in [*LINES, OTHER]]
    assert texts(alone)[3:] == damaged[3:], "one damaged word proves nothing"
    assert texts(told)[:-1] == LINES
    assert texts(told)[-1] == damaged[-1], "the other source lost nothing that anyone knows of"


def test_one_document_is_cleaned_and_explained_with_it(scraped: Path, profile: Path) -> None:
    assert command("clean", scraped / "3.md", "--profile", profile).stdout.strip() == LINES[3]
    explained = command("explain", scraped / "3.md", "--profile", profile)
    assert "headed" in explained.stdout


def test_the_same_documents_give_the_same_file(scraped: Path, profile: Path, tmp_path: Path) -> None:
    assert command("profile", scraped, "-o", tmp_path / "again.json").returncode == 0
    assert (tmp_path / "again.json").read_bytes() == profile.read_bytes()


def test_the_profile_is_part_of_the_recipe(profile: Path, tmp_path: Path) -> None:
    plain, told = Cleaner(), Cleaner(profile=load_profile(profile))
    assert plain.recipe_hash != told.recipe_hash
    other = tmp_path / "other.json"
    other.write_text(profile.read_text("utf-8").replace('"documents": 6', '"documents": 7'), "utf-8")
    assert Cleaner(profile=load_profile(other)).recipe_hash not in {plain.recipe_hash, told.recipe_hash}
    again: Cleaner = pickle.loads(pickle.dumps(told))
    assert again.recipe_hash == told.recipe_hash
    text = LINES[3].replace("ad", "")
    assert again.clean(text, url=f"{HOST}/3").text.strip() == LINES[3]
    assert again.clean(text, url="https://example.net/3").text.strip() == text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no such profile"),
        (b"{}", "not a profile"),
        (b"\xff\xfe", "not a profile"),
        (b'{"profile": 99, "sources": {}}', "version 99"),
    ],
)
def test_a_profile_that_cannot_be_used_is_named(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "p.json"
    if content is not None:
        path.write_bytes(content)
    (tmp_path / "a.txt").write_text(LINES[0], "utf-8")
    ended = command("clean", tmp_path / "a.txt", "--profile", path)
    assert ended.returncode in {1, 2}
    assert "p.json" in ended.stderr
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_what_cannot_be_read_is_named_and_the_rest_profiled(scraped: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.md").write_bytes((scraped / "0.md").read_bytes())
    (folder / "b.txt.gz").write_bytes(b"\x1f\x8bbroken")
    ended = command("profile", folder, "-o", tmp_path / "p.json")
    assert ended.returncode == 1
    assert "not read: b.txt.gz" in ended.stderr
    assert load_profile(tmp_path / "p.json").sources["harbourpundit.example"].documents == 1


@pytest.mark.parametrize("arguments", [("nowhere", "-o", "p.json"), (".", "-o", ".")])
def test_wrong_usage_says_so(arguments: tuple[str, ...]) -> None:
    ended = command("profile", *arguments)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
