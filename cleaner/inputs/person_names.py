"""Names of authors out of bylines: `By Ada Example and Ben Sample, Staff Writers` names two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from cleaner.inputs.jsonld import strip_html

_LEAD = regex.compile(
    r"^(?:(?:article|authored|content|created|edited|medically|recipe|posted|published|reported|reviewed|story|submitted|text|words|written)"
    r"\s+by|by|about|authors?|autor(?:en|in)?|auteur|di|door|par|por|text|texte|von|av|af)\b\s*:?\s+(?=\S)"
    r"|^(?:(?:本文)?作者|撰?文|记者|記者|執筆|取材|글|기자)\s*[:：/／]\s*(?=\S)",
    regex.IGNORECASE,
)
_STRONG = regex.compile(r"\s*(?:[;|•·、]|\s[/–—-]\s)\s*")
_AND = regex.compile(r"\s+(?:&|\+|and|und|et|og|och|y|e|en|ve|ja)\s+", regex.IGNORECASE)
_COMMA = regex.compile(r"\s*,\s*")
_NOISE = regex.compile(
    r"https?:|www\.|@|\d|[<>{}]|\p{Ll}\.\p{Ll}|\bauthor[-_]|"
    r"\b(?:all posts|biography|comments?|contributors|editorial policies|follow|image|log in|min read|more from|"
    r"posted|posts|profile|published|read more|share|sign in|subscribe|the author|updated|view all)\b",
    regex.IGNORECASE,
)
_ROLE = regex.compile(
    r"\b(?:analyst|author|blogger|ceo|cfo|chief|columnist|contributor|correspondent|cto|director|editors?|educators?|expert|"
    r"extension|founder|freelance|guest|horticulture|journalist|manager|operations|photographer|producer|professor|"
    r"redakteur(?:in)?|redaktion|reporters?|reporterin|researcher|senior|specialist|staff|strategist|writers?)\b",
    regex.IGNORECASE,
)
_CREDENTIAL = regex.compile(r"(?:\p{Lu}\p{L}?\.?){1,4}\p{Lu}?\.?|Ph\.?D\.?|Jr\.?|Sr\.?|Esq\.?|Dr\.?|[A-Z]{2,6}")
_NOBODY = frozenset(
    {
        "admin",
        "administrator",
        "author",
        "authors",
        "by",
        "default",
        "editor",
        "guest",
        "moderator",
        "none",
        "null",
        "root",
        "staff",
        "superuser",
        "undefined",
        "unknown",
        "user",
        "webmaster",
        "wordpress",
    }
)
_LONGEST = 60
_MOST_WORDS = 6


def person_names(values: Iterable[str]) -> tuple[str, ...]:
    """The names in `values`, in order, each once. What is a URL, an address, a date or nobody's name is left out.

    Degrees stay with their name, roles go: `Ada Example, PhD, Senior Editor` is `Ada Example, PhD`.
    """
    names: dict[str, str] = {}
    for value in values:
        text = " ".join(strip_html(value).split())
        if text.startswith(("http:", "https:", "www.", "/")):
            continue
        for part in _STRONG.split(_LEAD.sub("", text)):
            for name in _names_in(part):
                if names and _ROLE.search(name):
                    continue
                names.setdefault(name.casefold(), _cased(name))
    return tuple(names.values())


def _names_in(text: str) -> Iterator[str]:
    """The names in a list such as `Ada Example, PhD, Ben Sample and Cy Third`."""
    current = ""
    for part in _COMMA.split(text):
        if current and _CREDENTIAL.fullmatch(part):
            current = f"{current}, {part}"
            continue
        for piece in _at_and(part):
            name = _LEAD.sub("", piece.strip(" .:-–—'\"()[]"))
            if not _is_name(name) or (current and (len(name.split()) < 2 or _ROLE.search(name))):
                continue
            if current:
                yield current
            current = name
    if current:
        yield current


def _at_and(text: str) -> list[str]:
    """`text` split at its conjunctions, unless that leaves a half name: `Centre for Trade and Research` is one
    body."""
    parts = [part for part in _AND.split(text) if part]
    if len(parts) > 1 and len(parts[-1].split()) < 2 <= max(len(part.split()) for part in parts):
        return [text]
    return [part.removeprefix("and ").removeprefix("& ") for part in parts]


def _is_name(name: str) -> bool:
    if not 2 <= len(name) <= _LONGEST or name.casefold() in _NOBODY or _NOISE.search(name):
        return False
    words = name.split()
    if len(words) > _MOST_WORDS or not any(map(str.isalpha, name)):
        return False
    if len(words) > 2 and sum(word[0].islower() for word in words) * 2 > len(words):
        return False  # a sentence: `van der` and `de la` are no more than half of a name
    lead = _LEAD.match(f"{name} X")
    if lead is not None and lead.end() > len(name):
        return False  # `Written by`, and the name stands elsewhere
    return bool(_ROLE.sub("", name).strip(" .,-&")) and name[0] != "#"


def _cased(name: str) -> str:
    """`ADA EXAMPLE` is shouted by a style sheet's author, not by her parents."""
    return name.title() if name.isupper() and " " in name and name.isascii() else name
