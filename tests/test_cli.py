"""The command line: formats, wrong usage, exit codes, explain and rules."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner
from tests.conftest import ARTICLE, URL, Cli


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "weir.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def test_text_goes_to_standard_output(cli: Cli, article: Path, rules: Path) -> None:
    ended = cli("clean", article, "--rules", rules, "--url", URL)
    assert ended.code == 0
    assert ended.text.startswith("The council met")
    assert "Five things" not in ended.text
    assert "Read more: the rule book says so." in ended.text
    assert article.read_text("utf-8") == ARTICLE


def test_standard_input_reads_the_same(cli: Cli, article: Path, rules: Path) -> None:
    from_file = cli("clean", article, "--rules", rules, "--url", URL)
    from_stdin = cli("clean", "-", "--rules", rules, "--url", URL, stdin=ARTICLE.encode())
    assert from_stdin.out == from_file.out


def test_source_may_be_named_instead_of_recognised(cli: Cli, article: Path, rules: Path) -> None:
    ended = cli("clean", article, "--rules", rules, "--source", "tidewater-post", "--format", "json")
    assert json.loads(ended.out)["source"]["id"] == "tidewater-post"


def test_json_tells_every_edit(cli: Cli, article: Path, rules: Path) -> None:
    told = json.loads(cli("clean", article, "--rules", rules, "--url", URL, "--format", "json").out)
    edit = next(edit for edit in told["edits"] if edit["kind"] == "related")
    assert edit["removed"] == "Read more: Five things to know about weirs"
    assert edit["origin"] == "rule:tidewater-post#read-more"
    assert edit["where"].endswith("tidewater-post.toml:7")
    assert told["input_text"][edit["start"] : edit["end"]] == edit["removed"]
    assert any(refusal["guard"] == "keep" for refusal in told["refusals"])


def test_markdown_gets_its_front_matter_back_verbatim(cli: Cli, tmp_path: Path) -> None:
    front = "---\ntitle:   Weir\nurl: 'https://tidewaterpost.example/w'\n---\n \n\n"
    body = "The weir was mended on Monday, and the ducks came back on Tuesday morning.\n"
    path = tmp_path / "weir.md"
    path.write_text(front + body, "utf-8")
    assert cli("clean", path, "--format", "md").text == front + body
    assert cli("clean", path).text == body
    dirty = body + "\nRead more: Five things to know about weirs\n"
    path.write_text(front + dirty, "utf-8")
    clean, report = tmp_path / "clean.md", tmp_path / "report.json"
    assert cli("clean", path, "--format", "md", "-o", clean).code == 0
    assert clean.read_text("utf-8").startswith(front + body[:-1])
    assert "Five things" not in clean.read_text("utf-8")
    cli("clean", path, "--format", "json", "-o", report)
    assert cli("restore", clean, report).text == front + dirty


def test_policy_keeps_or_marks_a_kind(cli: Cli, article: Path, rules: Path) -> None:
    kept = cli("clean", article, "--rules", rules, "--url", URL, "--policy", "related=keep")
    assert "Five things" in kept.text
    marked = json.loads(
        cli("clean", article, "--rules", rules, "--url", URL, "--policy", "related=mark", "--format", "json").out
    )
    assert "Five things" in marked["text"]
    assert [mark["kind"] for mark in marked["marks"]].count("related") >= 1


def test_output_file_is_written_and_the_input_never(cli: Cli, article: Path, tmp_path: Path) -> None:
    out = tmp_path / "clean.txt"
    assert cli("clean", article, "-o", out).out == b""
    assert out.read_bytes() == cli("clean", article).out
    refused = cli("clean", article, "-o", article)
    assert refused.code == 2
    assert article.read_text("utf-8") == ARTICLE


WRONG = {
    "md of text": (["clean", "{article}", "--format", "md"], "Markdown"),
    "unknown format": (["clean", "{article}", "--format", "xml"], "txt, md, json"),
    "unknown media": (["clean", "{article}", "--media", "pdf"], "html, text, markdown"),
    "unknown kind": (["clean", "{article}", "--policy", "banners=drop"], "kinds are"),
    "unknown policy": (["clean", "{article}", "--policy", "caption=burn"], "policies are"),
    "policy without a value": (["clean", "{article}", "--policy", "caption"], "KIND=POLICY"),
    "policy of repairs": (["clean", "{article}", "--policy", "repair=keep"], "--repairs"),
    "unknown engine": (["clean", "{article}", "--engine", "magic"], "keep_all"),
    "unknown preset": (["clean", "{article}", "--preset", "blog"], "news"),
    "unknown repairs": (["clean", "{article}", "--repairs", "some"], "safe"),
    "unknown source": (["clean", "{article}", "--source", "nowhere-news"], "nowhere-news"),
    "no such file": (["clean", "{article}.not"], "no such file"),
    "a folder": (["clean", "{folder}"], "cleaner run"),
    "rules are a file": (["clean", "{article}", "--rules", "{article}"], "folder"),
    "run of a file": (["run", "{article}", "-o", "{folder}/out"], "cleaner clean"),
    "run of nothing": (["run", "{folder}/not", "-o", "{folder}/out"], "no such folder"),
    "run onto itself": (["run", "{folder}", "-o", "{folder}"], "same folder"),
    "no jobs": (["run", "{folder}", "-o", "{folder}/out", "--jobs", "-1"], "--jobs"),
    "span outside": (["explain", "{article}", "--span", "5:99999"], "START:END"),
    "span of letters": (["explain", "{article}", "--span", "a:b"], "START:END"),
    "find what is not there": (["explain", "{article}", "--find", "xyzzy"], "xyzzy"),
    "span and find": (["explain", "{article}", "--find", "weir", "--span", "0:4"], "exclude"),
    "show of an unknown rule": (["rules", "show", "nowhere-news"], "rules list"),
    "restore without a report": (["restore", "{article}"], "REPORT"),
    "no such option": (["clean", "{article}", "--colour"], "--colour"),
    "no such command": (["wash", "{article}"], "wash"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_usage_ends_with_2_and_a_hint(cli: Cli, article: Path, tmp_path: Path, case: str) -> None:
    arguments, hint = WRONG[case]
    ended = cli(*(each.format(article=article, folder=tmp_path) for each in arguments))
    assert ended.code == 2
    assert hint in ended.err
    assert ended.out == b""
    assert "Traceback" not in ended.err


def test_a_broken_rule_file_is_named_with_its_line(cli: Cli, article: Path, rules: Path) -> None:
    file = rules / "sources" / "tidewater-post.toml"
    file.write_text(file.read_text("utf-8").replace("line = ['By ", "lines = ['By "), "utf-8")
    ended = cli("clean", article, "--rules", rules)
    assert ended.code == 2
    assert "tidewater-post.toml:" in ended.err
    assert "lines" in ended.err


def test_a_binary_file_ends_with_1(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "scan.txt"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    ended = cli("clean", path)
    assert ended.code == 1
    assert "scan.txt" in ended.err


def test_explain_tells_what_went_and_what_stopped_it(cli: Cli, article: Path, rules: Path) -> None:
    told = cli("explain", article, "--rules", rules, "--url", URL).text
    assert "tidewater-post (The Tidewater Post), known by" in told
    assert "related by rule:tidewater-post#read-more" in told
    assert "tidewater-post.toml:7" in told
    assert "Read more: Five things to know about weirs" in told
    assert "guard 'keep'" in told
    assert "\x1b[" not in told


def test_explain_of_a_stretch_tells_only_of_it(cli: Cli, article: Path, rules: Path) -> None:
    options = ["--rules", rules, "--url", URL]
    kept = cli("explain", article, *options, "--find", "Nine members").text
    assert "all of it stayed" in kept
    assert "nothing proposed to change it" in kept
    gone = cli("explain", article, *options, "--find", "Five things").text
    assert "none of it stayed" in gone
    assert "#read-more" in gone
    assert "byline" not in gone.split("Five things", 1)[1]
    start = ARTICLE.index("Read more: the rule")
    held = cli("explain", article, *options, "--span", f"{start}:{start + 9}").text
    assert "guard 'keep'" in held


def test_rules_are_listed_and_shown(cli: Cli, rules: Path) -> None:
    listed = cli("rules", "list", "--rules", rules)
    assert listed.code == 0
    assert any(
        line.startswith("tidewater-post ") and "tidewaterpost.example" in line for line in listed.text.splitlines()
    )
    shown = cli("rules", "show", "tidewater-post", "--rules", rules).text
    assert "drop related tidewater-post#read-more" in shown
    assert "line: Read more: .{3,80}" in shown
    assert "keep tidewater-post#stamp" in shown


def test_rules_are_linted_and_tested(cli: Cli, rules: Path) -> None:
    assert cli("rules", "lint", "--rules", rules).code == 0
    tested = cli("rules", "test", "tidewater-post", "--rules", rules)
    assert tested.code == 0
    assert tested.text == "3 passed, 0 failed\n"


def test_wrong_rules_end_with_1_and_name_the_line(cli: Cli, rules: Path) -> None:
    file = rules / "sources" / "tidewater-post.toml"
    sound = file.read_text("utf-8")
    file.write_text(sound.replace("Read more: .{3,80}", "Read on: .{3,80}"), "utf-8")
    failed = cli("rules", "test", "tidewater-post", "--rules", rules)
    assert failed.code == 1
    assert "tidewater-post.toml:18" in failed.text
    assert "'read-more' did not fire" in failed.text
    file.write_text(sound.replace('fires = ["read-more", "byline"]', 'fires = ["read-more"]'), "utf-8")
    linted = cli("rules", "lint", "--rules", rules)
    assert linted.code == 1
    assert 'tidewater-post.toml:11: [drop "byline"] no example fires it' in linted.text
    file.write_text(sound.replace("[[drop]]", "[[drops]]"), "utf-8")
    assert cli("rules", "lint", "--rules", rules).code == 1
    assert cli("rules", "test", "tidewater-post", "--rules", rules).code == 2


def test_version_and_help(cli: Cli) -> None:
    assert cli("--version").text == f"cleaner {cleaner.__version__}\n"
    assert "restore" in cli("--help").text


def test_the_module_runs_as_a_program_and_leaves_a_closed_pipe_alone(article: Path) -> None:
    run = subprocess.run([sys.executable, "-m", "cleaner", "clean", article], capture_output=True, check=True)
    assert run.stdout.decode("utf-8").startswith(("By Ada Fenn", "The council"))
    reader = subprocess.Popen(
        [sys.executable, "-m", "cleaner", "clean", "-", "--format", "json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    assert reader.stderr is not None
    reader.stdout.close()
    reader.stdin.write(ARTICLE.encode() * 400)
    reader.stdin.close()
    assert b"Traceback" not in reader.stderr.read()
    reader.stderr.close()
    assert reader.wait() == 1
