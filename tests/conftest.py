"""What several test modules share: the command line in this process, and rules of an invented source."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cleaner.cli import main


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code and what it wrote."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")


Cli = Callable[..., Ended]


@pytest.fixture
def cli(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """`cli("clean", path)` runs the command and tells how it ended."""

    def run(*arguments: object, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsysbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Ended(code, out, err.decode("utf-8"))

    return run


RULES = """\
schema = 1
id = "tidewater-post"
name = "The Tidewater Post"
[match]
hosts = ["tidewaterpost.example"]
site_names = ["The Tidewater Post"]
[[drop]]
id = "read-more"
kind = "related"
line = ['Read more: .{3,80}']
[[drop]]
id = "byline"
kind = "byline"
line = ['By [A-Z][a-z]+ [A-Z][a-z]+']
[[keep]]
id = "stamp"
line = ['Read more: the rule book says so\\.']
[[example]]
title = "what goes"
fires = ["read-more", "byline"]
before = '''
By Ada Fenn
The council met on Monday to talk about the weir.
Read more: Five things to know about weirs
Nine were for, two against.
'''
after = '''
The council met on Monday to talk about the weir.
Nine were for, two against.
'''
[[example]]
title = "prose that mentions reading more stays"
before = '''
Read more, she told the council, and you will see what a weir is for.
'''
[[example]]
title = "a line that is quoted stays"
fires = ["stamp"]
before = '''
Read more: the rule book says so.
'''
after = '''
Read more: the rule book says so.
'''
"""
"""The rule file of an invented source, with everything that lint asks for."""

ARTICLE = """\
By Ada Fenn

The council met on Monday evening to talk about the weir, which has leaked since the floods of last spring.

Read more: Five things to know about weirs

Nine members were for a new gate and two against it, and one had gone to look at the weir and was not back yet.

Read more: the rule book says so.
"""
"""A document of that source, of which two lines go, and one that looks like them stays."""

URL = "https://tidewaterpost.example/2025/weir"


@pytest.fixture
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of users' own rules."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "sources").mkdir()
    (folder / "sources" / "tidewater-post.toml").write_text(RULES, "utf-8")
    return folder
