"""Pages of a case's documents, asked for by those who work for its client."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.domain.errors import NotAllowed
from unpromote.services import pages

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("nth", [0, 2])
def test_a_case_has_no_other_documents_than_its_own(nth):
    case = b.saved_case("review")
    with pytest.raises(NotAllowed, match=f"the case has no document {nth}"):
        pages.page_picture(b.cast()["ana"], case.id, nth, 1)
