"""A form filled in from its blank is the form that would have been made for it, and the blank keeps nothing."""

from __future__ import annotations

from xml.etree.ElementTree import tostring

import html5lib
import pytest
from markupsafe import Markup

from assessor.domain.answers import Answer
from assessor.domain.questionnaire.model import EvidenceLevel
from assessor.web.question_blank import _made, boxes, cut, sheet_of
from assessor.web.question_form import as_typed
from tests.factories import Town
from tests.web.client import app_of
from tests.web.test_question_form import SHIPPED, value

HOSTILE = "\"><script>alert(1)</script>&lt; '=' \ue000"


def tree(form: Markup) -> bytes:
    """The form as a browser reads it, whatever the order of attributes."""
    found = html5lib.parseFragment(form, namespaceHTMLElements=False)
    for element in found.iter():
        element.attrib = dict(sorted(element.attrib.items()))
        if element.tag == "textarea":  # whose first line break a browser drops
            element.text = (element.text or "").removeprefix("\n") or None
    return bytes(tostring(found))


@pytest.mark.parametrize("filled", [True, False])
def test_a_filled_blank_is_the_form_that_would_be_made(town: Town, filled: bool) -> None:
    with app_of(town).test_request_context():
        for asks in SHIPPED.questions:
            answer = Answer(
                {f.id: value(f) for f in asks.fields}, EvidenceLevel.E2, HOSTILE, standing="withheld",
                standing_reason=HOSTILE,
            ) if filled else Answer()  # fmt: skip
            shown = as_typed(asks, answer, "nl")
            sheet = sheet_of(SHIPPED, asks, "nl", shown)
            assert tree(boxes(sheet, shown, {})) == tree(_made(sheet, shown, {})), asks.id


def test_a_blank_holds_nothing_of_who_came_before(town: Town) -> None:
    with app_of(town).test_request_context():
        asks = SHIPPED.questions[0]
        first = {"evidence_note": ["kanarievogel"], "evidence": ["E2"]}
        assert "kanarievogel" in boxes(sheet_of(SHIPPED, asks, "nl", first), first, {})
        second = boxes(sheet_of(SHIPPED, asks, "nl", {}), {}, {})
        assert "kanarievogel" not in second
        assert second.count(" checked") == 2  # "we answer" and "not confidential", as on every new page


def test_what_is_typed_is_escaped_in_every_gap() -> None:
    blank = cut('<input type="text" name="a" value=""><textarea name="b"></textarea>')
    assert blank.filled({"a": ['"<b>'], "b": ["</textarea>&"]}) == (
        '<input type="text" name="a" value="&#34;&lt;b&gt;">'
        '<textarea name="b">\n&lt;/textarea&gt;&amp;</textarea>'
    )
