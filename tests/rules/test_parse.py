"""A rule file that is not right is an error that names the file, the line, the entry and what to do."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cleaner.errors import RuleError
from cleaner.kinds import Kind
from cleaner.rules.parse import parse_rule_file
from cleaner.rules.schema import Role

HEAD = 'schema = 1\nid = "times"\nname = "The Times of Exampleton"\n'


@dataclass(frozen=True)
class Wrong:
    """A file, and what its error must say: a line, a word of the entry, of the message and of the hint."""

    text: str
    line: int
    says: str
    hint: str = ""
    entry: str = ""
    role: Role = Role.SOURCE


DROP = HEAD + '[[drop]]\nid = "tail"\nkind = "footer"\n'  # lines 4 to 6

WRONG = {
    "toml": Wrong(HEAD + 'x = "a\\q"\n', 4, "not valid TOML", "'...'"),
    "toml cut short": Wrong(HEAD + "line = '''\n\n", 6, "not valid TOML"),
    "unknown header key": Wrong(
        HEAD + 'extend = ["families/x"]\n', 4, "unknown key 'extend'", "did you mean 'extends'?"
    ),
    "unknown table": Wrong(HEAD + "\n[[drops]]\n", 5, "unknown table 'drops'", "did you mean 'drop'?"),
    "unknown key": Wrong(DROP + "lines = 'x'\n", 7, "unknown key 'lines'", "did you mean 'line'?", "tail"),
    "unknown key after a string of many lines": Wrong(
        HEAD + "[[example]]\ntitle = 'x'\nbefore = '''\n[[drop]]\nid = 1\n'''\naftr = 'x'\n",
        10,
        "unknown key 'aftr'",
        "'after'",
    ),
    "missing key": Wrong(HEAD + "[[drop]]\nid = 'tail'\nline = 'x'\n", 4, "'kind' is missing", entry="tail"),
    "wrong type": Wrong(DROP + "line = 3\n", 7, "must be text or a list of texts, not 3", entry="tail"),
    "wrong type of id": Wrong(HEAD + "[[drop]]\nid = 3\nkind = 'share'\n", 5, "must be text, not 3"),
    "yes for a number": Wrong(DROP + "from = 'x'\nat_most = true\n", 8, "must be a share", entry="tail"),
    "share above one": Wrong(DROP + "from = 'x'\nat_most = 50\n", 8, "up to 1, not 50"),
    "no kind": Wrong(
        HEAD + "[[drop]]\nid = 'a'\nkind = 'relate'\n", 6, "unknown kind 'relate'", "did you mean 'related'?"
    ),
    "kind not for rules": Wrong(HEAD + "[[drop]]\nid = 'a'\nkind = 'repair'\n", 6, "not for rules"),
    "bad word": Wrong(DROP + "from = 'x'\nwhere = 'tale'\n", 8, "'tale' is not known", "did you mean 'tail'?"),
    "bad pattern": Wrong(DROP + "line = '(x'\n", 7, "bad pattern", entry="tail"),
    "pattern that takes nothing": Wrong(DROP + "line = 'x*'\n", 7, "matches the empty string"),
    "bad selector": Wrong(DROP + "select = 'p['\n", 7, "bad selector 'p['"),
    "empty text": Wrong(DROP + "line = ''\n", 7, "empty text"),
    "no form": Wrong(DROP, 4, "says nothing", "exactly one of", "tail"),
    "two forms": Wrong(DROP + "line = 'x'\nspan = 'y'\n", 4, "'line' and 'span'", "exactly one of"),
    "form and section": Wrong(DROP + "line = 'x'\nfrom = 'y'\n", 4, "'line' and a section", "split"),
    "before and through": Wrong(DROP + "before = 'x'\nthrough = 'y'\n", 4, "'before' and 'through'"),
    "running text with one marker": Wrong(DROP + "unit = 'text'\nfrom = 'x'\n", 4, "one marker"),
    "running text with line": Wrong(DROP + "unit = 'text'\nline = 'x'\n", 4, "does not go with 'line'"),
    "max_lines without section": Wrong(DROP + "line = 'x'\nmax_lines = 2\n", 4, "'max_lines' is for sections"),
    "id is not the file's name": Wrong(HEAD.replace("times", "time", 1), 2, "not the file's name", "'times'"),
    "schema of the future": Wrong(HEAD.replace("1", "2", 1), 1, "schema 2 is not known", "reads schema 1"),
    "name used twice": Wrong(
        DROP + "line = 'x'\n[[keep]]\nid = 'tail'\nline = 'y'\n", 9, "'tail' is used twice", "the other is on line 4"
    ),
    "host with a scheme": Wrong(HEAD + "[match]\nhosts = ['https://a.com']\n", 5, "is no host name", "no scheme"),
    "dates the wrong way": Wrong(
        HEAD + "[match]\nvalid_from = 2024-03-01\nvalid_until = 2024-02-01\n", 6, "comes before 'valid_from'"
    ),
    "date in quotes": Wrong(HEAD + "[match]\nvalid_from = '2024-03-01'\n", 5, "must be a date", "without quotes"),
    "fires names nothing": Wrong(
        DROP + "line = 'x'\n[[example]]\ntitle = 't'\nfires = ['tial']\nbefore = 'x'\nafter = ''\n",
        10,
        "'fires' names 'tial'",
        "did you mean 'tail'?",
        "example",
    ),
    "near miss that fires": Wrong(
        DROP + "line = 'x'\n[[example]]\ntitle = 't'\nfires = ['tail']\nbefore = 'x'\n", 10, "'fires' without 'after'"
    ),
    "capture of nothing": Wrong(
        HEAD + "[[capture]]\nid = 'by'\nline = 'By .+'\n", 4, "captures nothing", "(?P<author>"
    ),
    "capture that says its field twice": Wrong(
        HEAD + "[[capture]]\nid = 'by'\nfield = 'author'\nline = 'By (?P<author>.+)'\n", 4, "names a group 'author'"
    ),
    "date form": Wrong(
        HEAD + "[[capture]]\nid = 'on'\nfield = 'published'\nline = '.+'\ndate = '%q'\n", 4, "directive '%q'"
    ),
    "zone": Wrong(
        HEAD + "[[capture]]\nid = 'on'\nfield = 'published'\nline = '.+'\nzones = {IST = '5:30'}\n",
        4,
        "offset of IST",
        "+05:30",
    ),
    "months": Wrong(
        HEAD + "[[capture]]\nid = 'on'\nfield = 'published'\nline = '.+'\nmonths = ['Jan']\n", 4, "holds 1 names"
    ),
    "phrase in a source": Wrong(HEAD + "[[phrase]]\nid = 'x'\n", 4, "no place in sources/", "drop"),
    "single brackets": Wrong(HEAD + "[drop]\nid = 'x'\n", 4, "no list of tables", "[[drop]]"),
    "double brackets": Wrong(HEAD + "[[match]]\nhosts = ['a.com']\n", 4, "stands once", "[match]"),
    "front keys in a source": Wrong(HEAD + "[match]\nfront_keys = ['x']\n", 5, "for wrappers"),
    "wrapper with hosts": Wrong(
        HEAD.replace("times", "wrappers/times", 1) + "[match]\nhosts = ['a.com']\n",
        4,
        "'front_keys' alone",
        role=Role.WRAPPER,
    ),
    "family without its folder": Wrong(HEAD, 2, "not the file's name", "families/times", role=Role.FAMILY),
    "weight": Wrong(
        HEAD.replace("times", "base/times", 1) + "[[phrase]]\nid = 'x'\nkind = 'share'\npattern = 'x'\nweight = '1'\n",
        8,
        "must be a number",
        role=Role.PACK,
    ),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told(wrong: Wrong) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rule_file(wrong.text, "sources/times.toml", wrong.role)
    error = caught.value
    assert wrong.says in error.message
    assert (error.path, error.line) == ("sources/times.toml", wrong.line), str(error)
    assert wrong.hint in (error.hint or "")
    assert wrong.entry in (error.entry or "")


def test_a_right_file_is_read() -> None:
    file = parse_rule_file(
        DROP + "from = 'Sign up'\nwhere = 'tail'\nat_most = 1\n[match]\nhosts = ['a.com']\nvalid_from = 2024-03-01\n",
        "sources/times.toml",
        Role.SOURCE,
    )
    assert file.match.hosts == ("a.com",)
    assert file.drops[0].from_ == ("Sign up",)
    assert file.drops[0].kind is Kind.FOOTER
    assert file.drops[0].is_open
    assert str(file.drops[0].place) == "sources/times.toml:4"


def test_the_digest_follows_what_a_file_says_and_not_how() -> None:
    def digest(text: str) -> str:
        return parse_rule_file(text, "sources/times.toml", Role.SOURCE).digest

    assert digest(DROP + "line = 'x'\n") == digest(DROP + '# why\nline   = "x"\n')
    assert digest(DROP + "line = 'x'\n") != digest(DROP + "line = 'y'\n")


def test_dated_files_share_an_id() -> None:
    assert parse_rule_file(HEAD, "sources/times.until-2024-02.toml", Role.SOURCE).id == "times"
