"""A check as JUnit XML, which CI servers read: one suite a source, one case a fixture."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import regex

from cleaner.check.runner import Report
from cleaner.check.show import plain, verdict_lines
from cleaner.check.verdict import Fault, Standing, Verdict

_FORBIDDEN = regex.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped."""


def junit_xml(report: Report) -> bytes:
    """The report as UTF-8 XML. A crash is an `error`, a wrong result a `failure`, a known failure `skipped`.

    No times are told: the same check gives the same bytes.
    """
    root = ET.Element("testsuites", name="cleaner check")
    for row in report.by_source():
        verdicts = [verdict for verdict in report.verdicts if verdict.source == row.source]
        errors = sum(_is_error(verdict) for verdict in verdicts)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=row.source,
            tests=str(row.documents),
            failures=str(row.failed - errors),
            errors=str(errors),
            skipped=str(row.known),
        )
        for verdict in verdicts:
            _case(suite, verdict)
    ET.indent(root)
    xml: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _case(suite: ET.Element, verdict: Verdict) -> None:
    case = ET.SubElement(suite, "testcase", classname=_legal(verdict.source), name=_legal(verdict.id))
    if verdict.standing is Standing.PASSED:
        return
    if verdict.standing is Standing.KNOWN:
        ET.SubElement(case, "skipped", message=_legal(f"known failure: {verdict.reason}"))
        return
    tag = "error" if _is_error(verdict) else "failure"
    told = ET.SubElement(case, tag, message=_legal("; ".join(map(str, verdict.problems))))
    told.text = _legal(plain(verdict_lines(verdict)))


def _is_error(verdict: Verdict) -> bool:
    return verdict.is_failed and (verdict.has(Fault.CRASH) or verdict.has(Fault.CASE))


def _legal(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
