"""Who makes a module, in words: for the vendor and for those who read its offer alike."""

from __future__ import annotations

from assessor.domain.answers import Provider
from assessor.domain.text import Text


def provider_words(one: Provider | None) -> Text:
    """Such as "own product, version 3"."""
    if one is None:
        return Text(nl="maker niet genoemd", en="maker not named")
    if not one.own:
        text = Text(nl="van een ander: {name}, versie {version}", en="by another: {name}, version {version}")
    elif one.version:
        text = Text(nl="eigen product, versie {version}", en="own product, version {version}")
    else:
        return Text(nl="eigen product", en="own product")
    return text.fill(name=one.name, version=one.version)
