"""What program text looks like where no element marks it: in one line, and in a line of a listing."""

from __future__ import annotations

import regex

_SIGN = regex.compile(r"</?[a-zA-Z][^<>]*>|[{}]|=>|;$|\w\(\)|^//|^#include")
_LINE = regex.compile(
    r"[{}]\s*$|^\s*\}"  # opens or closes a block
    r"|^(?=.*[()=\[\]{}<>'\"]).*;\s*$"  # ends like a statement
    r"|^\s*(?:[\])}]|/>)[\s,;:)\]>}]*$"  # closes what was opened, and nothing else
    r"|^\s*(?://|/\*|\*/|#include\b|#!/|\$ |>>> |</?[a-zA-Z!][^<>]*>?)"  # a comment, a prompt, a tag
    r"|=>|->\s?\w|\w::\w|&&|\|\||[!=]==?|\+=|< ?/? ?\w+ ?/? ?>"  # operators that prose has not
    r"|^\s*[\w.]+\((?:[^()]|\([^()]*\))*\)\s*[:,]?\s*$"  # a call
    r"|^\s*[\w.$\[\]'\"-]+\s*:?=\s*\S"  # assigns
    r"|^\s*(?:import|from) [\w.]+(?:\s+(?:import|as)\b|\s*$)|^\s*(?:def|class|function) \w+ ?[(:{]"
    r"|^\s*(?:return|else|elif|try|except)\b[^.]*[()\[\]:=]?\s*$"
    r"|^\s*(?:sudo|npm|npx|pip3?|git|curl|apt(?:-get)?|docker|brew|yarn|mkdir) [\w./@-]+(?:\s|$)"
    r"|^\s*(?:SELECT|INSERT|UPDATE|CREATE|DELETE|FROM|WHERE|JOIN|GROUP BY|ORDER BY|ALTER|LIMIT)\b"
)
"""Stricter than a sign of it, for lines that nobody has suspected yet: prose ends with a semicolon too."""


def has_program_text(text: str) -> bool:
    """Whether a line holds a sign of program text, which may print any phrase."""
    return _SIGN.search(text) is not None


def is_program_line(line: str) -> bool:
    """Whether a whole line reads like one of a listing. Ask it of several in a row: any one may be wrong."""
    return _LINE.search(line) is not None
