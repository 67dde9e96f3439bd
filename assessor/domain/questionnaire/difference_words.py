"""The words of a change: what a value was and is, and what changes of a kind do to scores."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from assessor.domain.formats import number
from assessor.domain.questionnaire.question import Band, Clause, Option, Part, Trigger
from assessor.domain.text import Text

LONGEST = 160
"""A longer value is not repeated; the versions themselves show it."""

NOTHING = Text(nl="Verandert geen score.", en="Changes no score.")
READING = Text(
    nl="De berekening blijft gelijk; hetzelfde antwoord kan anders worden gelezen en beoordeeld.",
    en="The calculation stays the same; the same answer may be read and judged differently.",
)
ANCHOR = Text(
    nl="Hetzelfde antwoord kan een andere score verdienen.", en="The same answer may deserve another score."
)
BAND = Text(
    nl="De score die een antwoord zelf aangeeft, kan hoger of lager worden.",
    en="The score that an answer itself points to can become higher or lower.",
)
EVIDENCE = Text(
    nl="Hetzelfde bewijs kan op een ander niveau uitkomen, met een andere hoogste score en factor.",
    en="The same evidence may come out at another level, with another highest score and factor.",
)
CAP = Text(
    nl="Een score van 3 of 4 telt als 2 zolang het bewijs onder de nieuwe grens ligt; eerder gold een andere grens.",
    en="A score of 3 or 4 counts as 2 while the evidence is below the new limit; before, the limit was another.",
)
FRESH = Text(
    nl="Ouder bewijs telt zwaarder of lichter mee dan eerst.",
    en="Older evidence counts more or less than before.",
)
GATE = Text(
    nl="De score blijft gelijk; de minimumeis kan vaker of minder vaak in de weg staan.",
    en="The score stays the same; the requirement may stand in the way more or less often.",
)
ASKED = Text(
    nl="Andere leveranciers krijgen de vraag: waar hij bij komt of wegvalt, verandert het cijfer van de dimensie.",
    en="Other vendors get the question: where it joins or drops out, the figure of the dimension changes.",
)
CONDITION = Text(
    nl="Verandert geen score; bij dezelfde score kunnen andere contractvoorwaarden gelden.",
    en="Changes no score; at the same score other contract conditions may apply.",
)

SCORELESS = frozenset({NOTHING, GATE, CONDITION})
"""What leaves every score as it is."""


def was_is(label: Text, old: object, new: object) -> Text:
    """What changed, with both values where they are short."""
    one, other = shown(old), shown(new)
    if isinstance(old, Text) and isinstance(new, Text) and (old.nl == new.nl or old.en == new.en):
        which = Text(nl="alleen in het Engels", en="in English only") if old.nl == new.nl else (
            Text(nl="alleen in het Nederlands", en="in Dutch only"))  # fmt: skip
        return Text(nl="{label} gewijzigd, {which}.", en="{label} changed, {which}.").fill(
            label=label, which=which
        )
    if _is_nothing(old):
        text = Text(nl="{label} toegevoegd: {new}.", en="{label} added: {new}.")
    elif _is_nothing(new):
        text = Text(nl="{label} weg; was: {old}.", en="{label} gone; was: {old}.")
    else:
        text = Text(nl="{label}: was {old}, is nu {new}.", en="{label}: was {old}, is now {new}.")
    if max(len(one.nl), len(other.nl), len(one.en), len(other.en)) > LONGEST:
        text = Text(nl="{label} gewijzigd.", en="{label} changed.")
    return text.fill(label=label, old=one, new=other)


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, tuple | list | Mapping) and not value)


def shown(value: object) -> Text:
    """A value of a questionnaire in words."""
    if isinstance(value, Text):
        return Text(nl='"{v}"', en='"{v}"').fill(v=value)
    if _is_nothing(value):
        return Text(nl="niets", en="nothing")
    if isinstance(value, bool):
        return Text(nl="ja" if value else "nee", en="yes" if value else "no")
    if isinstance(value, int | float):
        return Text(nl=number(value, "nl"), en=number(value, "en"))
    if isinstance(value, Enum):
        return shown(str(value.value))
    if isinstance(value, tuple | list):
        return _joined([shown(v) for v in value])
    if isinstance(value, Mapping):
        pair = Text(nl="{k} {v}", en="{k} {v}")
        return _joined([pair.fill(k=shown(k), v=shown(v)) for k, v in value.items()])
    if isinstance(value, Part):
        return _part(value)
    word = str(value)
    return Text(nl=word, en=word)


def _joined(texts: list[Text]) -> Text:
    return Text(nl=", ".join(t.nl for t in texts), en=", ".join(t.en for t in texts))


def _part(value: Part) -> Text:
    if isinstance(value, Option):
        return shown(value.label)
    if isinstance(value, Trigger):
        if value.is_always:
            return Text(nl="{id} altijd", en="{id} always").fill(id=value.id)
        return Text(nl="{id} lager dan {n}", en="{id} below {n}").fill(id=value.id, n=value.below)
    if isinstance(value, Band):
        text = Text(nl="score {p} van {a} tot {b}", en="score {p} from {a} to {b}")
        ends = [Text(nl="open", en="open") if v is None else shown(v) for v in (value.at_least, value.below)]
        return text.fill(p=value.points, a=ends[0], b=ends[1])
    if isinstance(value, Clause):
        if value.question is not None:
            text = Text(nl="als {q} is {o}", en="if {q} is {o}")
            return text.fill(q=value.question, o=" / ".join(value.one_of))
        lead = (
            Text(nl="alleen bij {m}", en="only for {m}")
            if value.any
            else Text(nl="niet bij {m}", en="not for {m}")
        )
        return lead.fill(m=" / ".join(value.any or value.none))
    pairs = {name: getattr(value, name) for name in type(value).model_fields}
    return shown({k: v for k, v in pairs.items() if not _is_nothing(v)})
