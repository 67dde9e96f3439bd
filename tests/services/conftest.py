"""What several tests of services start from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Round
from tests.mailing import PostOffice, post_office
from tests.services.asking import allow_questions
from tests.services.mailed import SOME, with_password


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as found:
        yield found


@pytest.fixture
def round(published: Round) -> Round:
    """A published tender in an installation that sends mail; two vendors have people who can sign in."""
    published.town.mail = SOME
    for vendor in (published.vendor, published.other_vendor):
        with_password(published.town, vendor)
    return published


@pytest.fixture
def asked(published: Round) -> Round:
    """A published tender in which questions can be asked."""
    return allow_questions(published)
