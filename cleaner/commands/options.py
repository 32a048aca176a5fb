"""Options that several commands share, and the recipe that they make."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, get_args

import typer

from cleaner.commands.recipe import cleaner_of
from cleaner.config import Config, Engine, Profile, Quality, Repairs
from cleaner.errors import InputError, UsageError
from cleaner.model import Media

if TYPE_CHECKING:
    from cleaner.pipeline import Cleaner

STDIN = "-"

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""

RulesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules", metavar="DIR", help="A folder of your own rule files, before the built-in ones. Repeatable."
    ),
]
PolicyOption = Annotated[
    list[str] | None,
    typer.Option("--policy", metavar="KIND=keep|drop|mark", help="What to do with stretches of a kind. Repeatable."),
]
TextFieldOption = Annotated[
    str | None, typer.Option("--text-field", metavar="NAME", help="The field or column that holds the text.")
]
HtmlFieldOption = Annotated[
    str | None, typer.Option("--html-field", metavar="NAME", help="The field that holds a page, instead of a text.")
]
UrlFieldOption = Annotated[
    str | None, typer.Option("--url-field", metavar="NAME", help="The field that holds a document's address.")
]
EngineOption = Annotated[
    str, typer.Option("--engine", metavar="auto|trafilatura|keep_all", help="What finds a page's main text.")
]
QualityOption = Annotated[
    str,
    typer.Option("--quality", metavar="default|best", help="`best` asks trafilatura too: surer and slower."),
]
RepairsOption = Annotated[
    str,
    typer.Option(
        "--repairs", metavar="off|safe|all", help="Put dropped letters back: never, what is sure, what is likely."
    ),
]
PresetOption = Annotated[
    str, typer.Option("--preset", metavar="default|news", help="`news`: stricter, for news articles alone.")
]
ProfileOption = Annotated[
    Path | None,
    typer.Option("--profile", metavar="P", help="What `cleaner profile` wrote: lost letters told by the whole source."),
]
SourceOption = Annotated[
    str | None, typer.Option("--source", metavar="ID", help="Take the source as known: `rules list` names them.")
]
UrlOption = Annotated[str | None, typer.Option("--url", metavar="URL", help="Where the document was scraped from.")]
MediaOption = Annotated[
    str | None, typer.Option("--media", metavar="html|text|markdown", help="What the input is, instead of a guess.")
]
LanguageOption = Annotated[
    str | None, typer.Option("--language", metavar="CODE", help="The text's language, such as `en`.")
]

Word = TypeVar("Word", bound=str)


def choice(option: str, value: str, words: Sequence[Word]) -> Word:
    """`value` as one of `words`; `UsageError` names them all."""
    for word in words:
        if word == value:
            return word
    raise UsageError(f"{option}: '{value}' is none of {', '.join(words)}")


def media_of(value: str | None) -> Media | None:
    """The media type that `--media` names."""
    words: tuple[Media, ...] = get_args(Media)
    return None if value is None else choice("--media", value, words)


def make_cleaner(
    rules: list[Path] | None = None,
    policy: list[str] | None = None,
    engine: str = "auto",
    repairs: str = "safe",
    preset: str = "default",
    *,
    quality: str = "default",
    profile: Path | None = None,
) -> Cleaner:
    """The recipe that the options ask for. Raises `UsageError`, or `RuleError` where a rule file cannot be used."""
    config = make_config(policy, engine, repairs, preset, quality=quality)
    return cleaner_of(rule_folders(rules), config, profile)


def make_config(
    policy: list[str] | None = None,
    engine: str = "auto",
    repairs: str = "safe",
    preset: str = "default",
    *,
    quality: str = "default",
) -> Config:
    """The configuration that the options ask for. Raises `UsageError`."""
    engines: tuple[Engine, ...] = get_args(Engine)
    qualities: tuple[Quality, ...] = get_args(Quality)
    strengths: tuple[Repairs, ...] = get_args(Repairs)
    presets: tuple[Profile, ...] = get_args(Profile)
    return Config(
        engine=choice("--engine", engine, engines),
        quality=choice("--quality", quality, qualities),
        repairs=choice("--repairs", repairs, strengths),
        profile=choice("--preset", preset, presets),
    ).with_policy(_policies(policy or []))


def rule_folders(rules: list[Path] | None) -> list[Path]:
    """The folders that `--rules` names; `UsageError` where one is none."""
    for folder in rules or []:
        if not folder.is_dir():
            raise UsageError(
                "not a folder of rule files", path=folder, hint="--rules takes a folder that holds .toml files"
            )
    return rules or []


def read_input(file: str) -> bytes:
    """The bytes of a file, or of standard input for `-`."""
    if file == STDIN:
        return sys.stdin.buffer.read()
    path = Path(file)
    if path.is_dir():
        raise UsageError("a folder, not a file", path=path, hint=f"to clean a folder: cleaner run {path} -o OUT")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError("no such file", path=path) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error


def name_of(file: str) -> str | None:
    """The file name that errors and the media type's guess may use; none for standard input."""
    return None if file == STDIN else file


def write_out(data: bytes) -> None:
    """Write bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _policies(choices: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in choices:
        kind, equals, policy = each.partition("=")
        if not equals:
            raise UsageError(f"--policy: '{each}' is not KIND=POLICY", hint="for example --policy caption=keep")
        found[kind.strip().replace("-", "_")] = policy.strip()
    return found
