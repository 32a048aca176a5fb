"""Labels over code listings, and names of languages that are something else."""

from __future__ import annotations

import pytest

from cleaner import Cleaner

CLEANER = Cleaner()
PROSE = (
    "<p>The gauge at the weir writes a line to its log whenever the water rises by more than the width of a hand.</p>"
    "<p>To read it you open the log, skip what was written before the flood, and take the last number of each line.</p>"
)
CODE = "<pre>for line in log:\n    print(line.split()[-1])</pre>"


@pytest.mark.parametrize(
    ("label", "code", "goes"),
    [
        ("<div>Python</div>", CODE, True),
        ("<div>Copy code</div>", CODE, True),
        ("<h3>Python</h3>", CODE, False),  # one way of several
        ("<div>Python</div>", "<p>is what the keeper writes it in, and nobody else on the river does.</p>", False),
        ("<div>Pythons</div>", CODE, False),
        ("<pre>python\n</pre>", CODE, False),  # is code itself
    ],
    ids=["language", "button", "heading", "prose", "other word", "code"],
)
def test_labels_over_listings(label: str, code: str, goes: bool) -> None:
    page = f"<html lang=en><body><article>{PROSE}{label}{code}{PROSE.replace('weir', 'mill')}</article></body></html>"
    result = CLEANER.clean(page, media="html")
    assert "print(line" in result.text or "nobody else" in result.text
    assert any(edit.origin.name == "code_labels" for edit in result.edits) is goes
