"""The rule reference, `docs/rules.md`, from the schema: a key that exists is in it, with its meaning.

`python -m cleaner.rules.reference` prints it. A test holds the file in `docs/` against it.
"""

from __future__ import annotations

import inspect
import sys

from cleaner.kinds import KINDS, UNCONDITIONAL, default_policy
from cleaner.rules.schema import HEADER, LISTS, TABLES, KeySpec, Role, keys_of

_OPENING = """\
# Rule reference

Made from the schema by `python -m cleaner.rules.reference > docs/rules.md`; edit `cleaner/rules/schema.py`.

A rule file is TOML. Patterns are regular expressions of the [regex](https://pypi.org/project/regex/) package and stand
in single quotes, where a backslash is a backslash; a pattern that holds a single quote stands in `'''three'''`. `^`
and `$` are the ends of a line, `\\A` and `\\Z` those of the text. Every pattern is tried on a line as it stands, on the
line with odd characters normalised (soft hyphens out, odd spaces and curly apostrophes plain) and on the line with its
damaged words repaired: a file never spells a damaged form.

Unknown keys, bad patterns and names that do not exist are errors. `cleaner rules lint` finds what is legal and still
a mistake, `cleaner rules test` runs the examples.

| folder | id | what the file is |
| --- | --- | --- |
"""

_ROLES = {
    Role.SOURCE: ("`x`", "a source: one publisher"),
    Role.FAMILY: ("`families/x`", "what several publishers share; taken up with `extends`"),
    Role.WRAPPER: ("`wrappers/x`", "what carried the article; applies in addition to the source's rules"),
    Role.PACK: ("`base/xx`", "the phrases of one language: evidence that removes nothing by itself"),
}

_ORDER = """
## What happens in which order

1. `[[keep]]` entries mark what must stay; nothing that they match is dropped by anybody.
2. `[[capture]]` entries read the document as it came.
3. `[[drop]]` entries with `select`, `line` or `span`, in the order of the file, the source's before those of its
   families, those before a wrapper's. Again on what is left, until none fires.
4. Sections (`from`, `before`, `through`) in the same order, again until none fires.
5. What captures drop. Then all from 3 on once more, until nothing fires: a text that was cleaned is clean.

A marker that is not found changes nothing. A rule that would take more than its budget of the article is rolled back,
and the report says so.
"""


def reference() -> str:
    """The whole reference as Markdown."""
    parts = [_OPENING]
    for role, (name, doc) in _ROLES.items():
        parts.append(f"| `{role.value}/` | {name} | {doc} |\n")
    parts.append(_ORDER)
    parts.append(_section("Above the first table", HEADER, "The header names the file."))
    for name, table in TABLES.items():
        title = f"`[[{name}]]`" if name in LISTS else f"`[{name}]`"
        doc = inspect.cleandoc(table.__doc__ or "").split(":", 1)[1].strip()
        parts.append(_section(title, table, doc[:1].upper() + doc[1:]))
    parts.append("\n## Kinds\n\n| kind | what it is | by default |\n| --- | --- | --- |\n")
    parts += [
        f"| `{kind}` | {doc} | {default_policy(kind)} |\n" for kind, doc in KINDS.items() if kind not in UNCONDITIONAL
    ]
    return "".join(parts)


def _section(title: str, table: type, doc: str) -> str:
    text = " ".join(line for line in doc.replace("\n\n", "\n\0\n").splitlines()).replace(" \0 ", "\n\n")
    rows = "".join(_row(key) for key in keys_of(table).values())
    return f"\n## {title}\n\n{text}\n\n| key | value | meaning |\n| --- | --- | --- |\n{rows}"


def _row(key: KeySpec) -> str:
    value = " or ".join(f'`"{word}"`' for word in key.words) if key.words else key.form.value
    required = ", required" if key.required else ""
    return f"| `{key.name}` | {value}{required} | {key.doc.replace('|', chr(92) + '|')} |\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
