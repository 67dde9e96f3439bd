"""Short sentences about a whole report, for screen and paper alike."""

from __future__ import annotations

from assessor.domain.report.value import Report
from assessor.domain.text import Text
from assessor.domain.words import CONTROL_CLASSES, GATE_STATES, LEVELS


def answered(report: Report) -> Text:
    """How many of the questions asked were answered."""
    asked = len(report.assessment.asked)
    text = Text(nl="{n} van {m} vragen beantwoord", en="{n} of {m} questions answered")
    return text.fill(n=asked - len(report.open_points), m=asked)


def gates_line(report: Report) -> Text:
    """The minimum requirements in one line: confirmed, suspected, in order."""
    parts: list[Text] = []
    for state in ("confirmed", "suspected"):
        found = [g.question for g in report.gates if g.state == state]
        if found:
            text = Text(nl="{n} {s} ({q})", en="{n} {s} ({q})")
            parts.append(text.fill(n=len(found), s=GATE_STATES[state], q=", ".join(found)))
    quiet = sum(g.state in (None, "cleared") for g in report.gates)
    parts.append(Text(nl="{n} in orde", en="{n} in order").fill(n=quiet))
    return Text(nl="; ".join(p.nl for p in parts) + ".", en="; ".join(p.en for p in parts) + ".")


def class_sentence(report: Report) -> Text:
    """The control class in words."""
    control = report.assessment.control_class
    if control is None:
        return Text(nl="Er is geen beheersingsklasse.", en="There is no control class.")
    text = Text(nl="De beheersing is klasse {c}: {w}.", en="Control is class {c}: {w}.")
    return text.fill(c=control, w=CONTROL_CLASSES[control])


def matrix_sentence(report: Report) -> Text:
    """What inherent risk and control class give together, before confidence and gates."""
    a = report.assessment
    if a.control_class is None:
        text = Text(
            nl="Zonder beheersingsklasse volgt het niveau uit het inherente risico: {b} geeft {l}.",
            en="Without a control class the level follows from the inherent risk: {b} gives {l}.",
        )
    else:
        text = Text(nl="{b} en klasse {c} geven samen: {l}.", en="{b} and class {c} together give: {l}.")
    level = LEVELS[a.matrix_level]
    words = Text(nl=level.nl.lower(), en=level.en.lower())
    return text.fill(b=a.inherent.band, c=a.control_class or "-", l=words)
