"""Rule files from folders, users' before the built-in ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.errors import RuleError
from cleaner.rules import RuleBook, builtin_rules_dir, load_rules
from cleaner.rules.load import read_folder

FOLDER = Path(__file__).parent / "folder"

SOURCE = """
schema = 1
id = "{id}"
name = "{name}"
[match]
hosts = ["{host}"]
[[drop]]
id = "more"
kind = "related"
line = '{line}'
"""


def write(folder: Path, id: str, host: str = "a.com", line: str = "More", name: str = "A") -> Path:
    path = folder / "sources" / f"{id}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SOURCE.format(id=id, name=name, host=host, line=line), encoding="utf-8")
    return path


def test_the_built_in_rules_load_and_are_named_from_their_folder_on() -> None:
    book = load_rules()
    assert {"devdiscourse", "channelnewsasia", "thegatewaypundit", "reopenmedia"} <= set(book.ids)
    assert all(file.place.path.startswith("rules/") for file in book)
    assert (builtin_rules_dir() / "sources" / "devdiscourse.toml").is_file()


def test_the_built_in_files_would_pass_if_they_were_not_trusted() -> None:
    folder = read_folder(builtin_rules_dir(), "rules")
    assert [str(error) for error in folder.errors] == []
    assert {file.place.path for file in folder.files} == {file.place.path for file in load_rules()}


def test_a_users_file_replaces_the_one_of_the_same_id(tmp_path: Path) -> None:
    write(tmp_path, "devdiscourse", host="devdiscourse.com", name="Mine")
    book = load_rules([tmp_path])
    rules = book.source("devdiscourse")
    assert rules is not None
    assert (rules.name, len(rules.drops)) == ("Mine", 1)
    assert [file.place.path for file in book.files("devdiscourse")] == [
        (tmp_path / "sources/devdiscourse.toml").as_posix()
    ]


def test_a_host_that_a_user_claims_is_the_users(tmp_path: Path) -> None:
    write(tmp_path, "mine", host="*.devdiscourse.com")
    book = load_rules([tmp_path])
    assert book.by_host("www.news.devdiscourse.com") == "mine"
    assert book.by_host("devdiscourse.com") == "devdiscourse"


def test_earlier_folders_come_first(tmp_path: Path) -> None:
    write(tmp_path / "one", "a", name="One")
    write(tmp_path / "two", "a", name="Two")
    write(tmp_path / "two", "b", host="a.com")
    book = load_rules([tmp_path / "one", tmp_path / "two"], builtin=False)
    rules = book.source("a")
    assert rules is not None
    assert rules.name == "One"
    assert book.by_host("a.com") == "a"
    assert load_rules([tmp_path / "two", tmp_path / "one"], builtin=False).digest != book.digest


def test_a_file_at_the_top_of_a_folder_is_a_source(tmp_path: Path) -> None:
    write(tmp_path, "a").rename(tmp_path / "a.toml")
    assert load_rules([tmp_path], builtin=False).by_host("a.com") == "a"


def test_hidden_files_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a")
    (tmp_path / "sources" / ".a.toml").write_text("half a fi", encoding="utf-8")
    assert len(load_rules([tmp_path], builtin=False)) == 1


def test_all_errors_of_a_folder_are_told_and_the_first_is_raised(tmp_path: Path) -> None:
    write(tmp_path, "a", line="(")
    write(tmp_path, "b", line="[")
    write(tmp_path, "c")
    folder = read_folder(tmp_path)
    assert [Path(error.path or "").name for error in folder.errors] == ["a.toml", "b.toml"]
    assert [file.id for file in folder.files] == ["c"]
    with pytest.raises(RuleError, match="bad pattern"):
        load_rules([tmp_path], builtin=False)


@pytest.mark.parametrize("what", ["missing", "empty", "file", "odd folder", "not text"])
def test_a_folder_that_is_none_is_told(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "rules"
    if what == "empty":
        folder.mkdir()
    elif what == "file":
        folder.write_text("", encoding="utf-8")
    elif what == "odd folder":
        (folder / "source").mkdir(parents=True)
        write(folder, "a").rename(folder / "source" / "a.toml")
    elif what == "not text":
        write(folder, "a").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RuleError) as caught:
        load_rules([folder], builtin=False)
    assert caught.value.path is not None
    assert caught.value.hint is not None


def test_the_digest_is_of_content_and_not_of_place(tmp_path: Path) -> None:
    write(tmp_path / "one", "a")
    write(tmp_path / "two", "a")
    one, two = (load_rules([tmp_path / name], builtin=False).digest for name in ("one", "two"))
    assert one == two
    write(tmp_path / "two", "a", line="Other")
    assert load_rules([tmp_path / "two"], builtin=False).digest != one
    assert RuleBook().digest != one
