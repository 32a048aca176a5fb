"""What the documents for users show is what the program does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from cleaner import Cleaner
from cleaner.report import document_object, json_schema
from tests.conftest import Cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
FORMAT = (ROOT / "docs" / "report-format.md").read_text("utf-8")
EXAMPLE = ROOT / "fixtures" / "example"


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a document in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_before_and_after_are_what_comes_out() -> None:
    before, after = blocks(README, "text")
    path = EXAMPLE / "coast" / "night-ferry.txt"
    assert before == path.read_text("utf-8")
    result = Cleaner().clean(path.read_bytes(), name=path.name)
    assert result.text.strip() == after.strip()
    assert result.title == "Night ferry gets a second captain"
    assert result.meta.author == "Ludo Ferrant"


def test_the_damaged_example_is_repaired_as_told() -> None:
    path = EXAMPLE / "school-radio.txt"
    result = Cleaner().clean(path.read_bytes(), name=path.name)
    assert "Acemy h alrey me her brocast" in result.document.text
    assert "Academy had already made her broadcast" in result.text
    assert result.unresolved


def test_the_python_example_runs() -> None:
    (code,) = blocks(README, "python")
    seen: list[Any] = []
    exec(compile(code, "README.md", "exec"), {"print": lambda *values: seen.append(values)})
    assert "The weir was mended on Monday." in seen[0][0]


def test_the_rule_file_is_sound(cli: Cli, tmp_path: Path) -> None:
    (rule,) = blocks(README, "toml")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "tidewater-post.toml").write_text(rule, "utf-8")
    assert cli("rules", "lint", "--rules", tmp_path).text == "nothing to say\n"
    assert cli("rules", "test", "tidewater-post", "--rules", tmp_path).text == "2 passed, 0 failed\n"


def test_the_commands_exist(cli: Cli) -> None:
    named = set(re.findall(r"^cleaner (\w+)", "".join(blocks(README, "sh")), re.MULTILINE))
    assert named == {"run", "clean", "explain", "restore", "rules", "check", "stats", "profile"}
    for command in named:
        assert cli(command, "--help").code == 0
    options = set(re.findall(r"`(--\w+)", README))
    told = "".join(cli(command, "--help").text for command in ("run", "clean", "explain", "check"))
    assert options <= set(re.findall(r"--\w+", told))


def test_the_report_format_names_every_key() -> None:
    schema: Any = json_schema()
    named = set(re.findall(r"`(\w+)`", "".join(line for line in FORMAT.splitlines(True) if line.startswith("|"))))
    assert set(schema["properties"]) <= named
    assert set(schema["$defs"]["edit"]["properties"]) <= named


def test_the_report_can_be_applied_as_told() -> None:
    (code,) = blocks(FORMAT, "python")
    names: dict[str, Any] = {}
    exec(compile(code, "report-format.md", "exec"), names)
    told = document_object(Cleaner().clean((EXAMPLE / "swing-bridge.html").read_bytes()))
    assert names["apply"](told) == told["text"]


def test_links_lead_somewhere() -> None:
    documents = ("README.md", "CONTRIBUTING.md", "docs/report-format.md", "docs/fixtures.md", "rules/README.md")
    for name in (*documents, "fixtures/README.md"):
        path = ROOT / name
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{name} links to {target}"
