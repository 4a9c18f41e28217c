"""Mallow Council, the agreement with it, and Carol, who works there: for every test in which a partner takes part."""

from datetime import timedelta

import pytest

from heed.domain.agencies import services
from heed.domain.agencies.services import Reached
from heed.domain.agencies.terms import AgencyKind, LegalBasis, Purpose, SharedPart
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Role, system

SIGNED_BEFORE = timedelta(days=30)
"""Long enough before the test's clock that pages, which read their own, find the agreement in force too."""

OF_COUNCIL = Reached(
    telephone="01632 960100",
    email="asb@mallow.example",
    asked_for="ASB team, Monday to Friday 9 to 5",
    body="la:E99999001",
)


def add_agency(force, *, now, name="Mallow Council", kind=AgencyKind.COUNCIL, reached=OF_COUNCIL):
    """Return an agency of the force, added thirty days before now."""
    return services.add_agency(
        force=force,
        name=name,
        kind=kind,
        reached=reached,
        actor=system("tests", force=force.code),
        now=now - SIGNED_BEFORE,
    )


def sign(agency, *, now, parts=tuple(SharedPart), purposes=tuple(Purpose), on_the_wire=(), **changes):
    """Return an agreement signed thirty days before now, with a review a year later: all parts and purposes unless told."""
    signed_at = now - SIGNED_BEFORE
    terms = {
        "title": "Community safety information-sharing agreement",
        "basis": LegalBasis.CDA_115,
        "starts_on": signed_at.date(),
        "review_on": (signed_at + timedelta(days=365)).date(),
    } | changes
    return services.sign_agreement(
        agency=agency,
        parts=parts,
        purposes=purposes,
        on_the_wire=on_the_wire,
        actor=system("tests"),
        now=signed_at,
        **terms,
    )


def add_officer(agency, *, now, username="carol", first_name="Carol", last_name="Adeyemi", title="ASB officer"):
    """Return the account of somebody who works for an agency; its password is "a long pass phrase"."""
    from tests.conftest import hashed_password

    user = User.objects.create(
        username=username,
        password=hashed_password(),
        role=Role.PARTNER_OFFICER,
        force=agency.force,
        first_name=first_name,
        last_name=last_name,
    )
    services.add_officer(agency=agency, user=user, title=title, actor=system("tests"), now=now - SIGNED_BEFORE)
    return user


@pytest.fixture
def council(force, request):
    """Return Mallow Council, an agency of Mallowshire Police."""
    return add_agency(force, now=_clock(request))


@pytest.fixture
def agreement(council, request):
    """Return the agreement with Mallow Council: in force, every part and every purpose, nothing on the wire."""
    return sign(council, now=_clock(request))


@pytest.fixture
def council_officer(council, request):
    """Return Carol, who works for Mallow Council and sees what is shared with it."""
    return add_officer(council, now=_clock(request))


def _clock(request):
    """Return the moment at which the test happens: of pages the present, else the test's own noon."""
    name = "now" if "now" in request.fixturenames else "noon"
    return request.getfixturevalue(name)
