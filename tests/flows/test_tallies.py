"""What agencies count of somebody: by tokens alone, under one agreement, no content before a basis, no browsing."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from heed.domain.agencies import services as agencies
from heed.domain.agencies.terms import LegalBasis, Purpose
from heed.domain.incidents.terms import PartyRole
from heed.domain.people.models import Person
from heed.domain.tallies import queries, services
from heed.domain.tallies.models import AgencyReport, Asked, Batch, CountKey, Look, ReportToken
from heed.domain.tallies.terms import Said, Via
from heed.domain.tasking.models import Task
from heed.engines.linkage.token_rows import SENT, made
from heed.engines.linkage.tokens import KEY_BYTES, read_key, written
from heed.flows.tallies import ask as asking
from heed.flows.tallies import keys, shown, take_in
from heed.flows.tallies.ask import Basis, Unfit
from heed.flows.tallies.count import PEOPLE_MOST, TooMany, count_for
from heed.flows.tallies.keys import CannotCount
from heed.flows.tallies.sealing import CannotOpen, opened
from heed.flows.tallies.take_in import CannotTake
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import system
from tests.partners import add_agency, agreement, council, council_officer, sign

__all__ = ["agreement", "council", "council_officer"]

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
DPO = system("tests")
JEAN = {
    "given_name": "MARLOW",
    "family_name": "Jéan",
    "date_of_birth": "02/05/1961",
    "address": "14 acacia rd",
    "postcode": "zz11aa",
}
"""Jean as the council has her: the names exchanged, an accent, the address in short."""
NEIGHBOUR = JEAN | {"given_name": "Omar", "family_name": "Haddad", "date_of_birth": ""}


@pytest.fixture
def key(agreement, noon):
    """Return the key of the count with Mallow Council, as the council carries it."""
    return read_key(keys.make_key(agreement=agreement, actor=DPO, now=noon)[1])


@pytest.fixture
def jean(reported, noon):
    """Return Jean Marlow, born in 1961, who has just rung from 14 Acacia Road."""
    found = reported(now=noon).parties.get(role=PartyRole.VICTIM).person
    Person.objects.filter(pk=found.pk).update(born_on=date(1961, 5, 2))
    return found


@pytest.fixture
def send(council, noon):
    """Return what the council sends: rows made under a key of records about somebody, by reference and days ago."""

    def send(key, *records, now=noon, agency=council, via=Via.SYSTEM):
        return take_in.take_in(
            agency=agency, body=as_csv(key, *records), is_json=False, via=via, actor=system("council"), now=now
        )

    return send


def about(who, reference, *, days=3, now=date(2026, 11, 20), kind="noise"):
    return who | {"reference": reference, "reported_on": (now - days * DAY).isoformat(), "type": kind}


def as_csv(key, *records):
    out = io.StringIO()
    table = csv.DictWriter(out, SENT)
    table.writeheader()
    for record in records:
        table.writerow(made(record, key=key))
    return out.getvalue().encode()


def test_two_council_reports_in_sixty_days_and_whom_to_ask(force, key, jean, send, noon):
    send(key, about(JEAN, "C1"), about(JEAN, "C2", days=60), about(NEIGHBOUR | {"address": "99"}, "C3"))

    found = count_for([jean.pk], force=force, now=noon)

    assert [(one.count, one.home, one.days) for one in found] == [(2, 0, 60)]
    assert found[0].words == "2 council reports in 60 days"
    assert found[0].ask == "Mallow Council: ASB team, Monday to Friday 9 to 5, 01632 960100, asb@mallow.example"


def test_one_day_more_than_sixty_no_longer_counts(force, key, jean, send, noon):
    send(key, about(JEAN, "C1", days=60))

    assert count_for([jean.pk], force=force, now=noon)
    assert not count_for([jean.pk], force=force, now=noon + DAY)


def test_whoever_is_known_without_a_date_of_birth_is_found_by_name_and_home(force, key, reported, send, noon):
    person = reported(now=noon).parties.get(role=PartyRole.VICTIM).person
    send(key, about(JEAN | {"date_of_birth": ""}, "C1"))

    assert [one.count for one in count_for([person.pk], force=force, now=noon)] == [1]


def test_one_report_of_somebody_else_in_the_home_is_not_shown_and_two_are(force, key, jean, send, noon):
    send(key, about(NEIGHBOUR, "N1"))
    assert not count_for([jean.pk], force=force, now=noon)

    send(key, about(NEIGHBOUR, "N2"))
    found = count_for([jean.pk], force=force, now=noon)

    assert [(one.count, one.home) for one in found] == [(0, 2)]
    assert found[0].words == "2 council reports from the same home in 60 days"


def test_a_reference_sent_twice_is_one_report(force, key, jean, send, noon):
    send(key, about(JEAN, "C1"))
    send(key, about(JEAN, "C1", days=2), about(JEAN, "C2"))

    assert [one.count for one in count_for([jean.pk], force=force, now=noon)] == [2]


def test_the_same_file_sent_again_changes_nothing(key, send):
    first = send(key, about(JEAN, "C1"))
    again = send(key, about(JEAN, "C1"))

    assert again.again
    assert again.batch == first.batch
    assert Batch.objects.count() == 1


def test_tokens_of_another_agreement_are_refused_with_a_sentence_and_never_match(
    force, agreement, jean, send, key, noon
):
    housing = add_agency(force, now=noon, name="Mallow Homes")
    theirs = read_key(keys.make_key(agreement=sign(housing, now=noon), actor=DPO, now=noon)[1])

    with pytest.raises(CannotTake, match="not yours"):
        send(theirs, about(JEAN, "C1"))
    assert not AgencyReport.objects.exists()
    # Not even under the council's own name for its key: each row proves which key made it.
    rows = as_csv(theirs, about(JEAN, "C1")).decode().replace(_name(theirs), _name(key)).encode()
    taken = take_in.take_in(
        agency=agreement.agency, body=rows, is_json=False, via=Via.PAGE, actor=system("council"), now=noon
    )
    assert (taken.batch.kept, taken.batch.refused) == (0, 1)
    assert "not made with this key" in taken.problems[0]
    assert not count_for([jean.pk], force=force, now=noon)


def _name(key):
    return written(key).split("-")[1]


def test_no_agency_answers_for_another(force, jean, key, send, agreement, noon):
    """Even a token that stands under one agency's key by chance counts for nobody else's."""
    housing = add_agency(force, now=noon, name="Mallow Homes")
    their_key, _ = keys.make_key(agreement=sign(housing, now=noon), actor=DPO, now=noon)
    send(key, about(JEAN, "C1"))
    ReportToken.objects.update(key=their_key)

    assert not count_for([jean.pk], force=force, now=noon)


def test_people_of_another_force_are_never_counted(key, jean, send, noon):
    other = Force.objects.create(code="HAR", name="Harshire Police")
    send(key, about(JEAN, "C1"))

    assert not count_for([jean.pk], force=other, now=noon)


def test_an_agreement_that_has_ended_stops_the_count_at_once_and_the_tokens_go(force, agreement, key, jean, send, noon):
    send(key, about(JEAN, "C1"))
    agencies.end_agreement(agreement=agreement, why="Not renewed", actor=DPO, now=noon)

    assert not count_for([jean.pk], force=force, now=noon)
    with pytest.raises(CannotTake, match="no agreement in force"):
        send(key, about(JEAN, "C2"))
    assert keys.tidy(now=noon) == (1, 1)
    assert not ReportToken.objects.exists()
    assert CountKey.objects.get().sealed == ""


def test_without_an_agreement_for_counting_there_is_no_key(council, noon):
    no_count = sign(council, now=noon, purposes=(Purpose.SOLVE,))

    with pytest.raises(CannotCount, match="does not cover this purpose"):
        keys.make_key(agreement=no_count, actor=DPO, now=noon)


def test_a_new_key_takes_over_and_what_was_sent_under_the_old_one_counts_on(force, agreement, key, jean, send, noon):
    send(key, about(JEAN, "C1"))
    newer = read_key(keys.make_key(agreement=agreement, actor=DPO, now=noon + 10 * DAY)[1])

    assert [one.count for one in count_for([jean.pk], force=force, now=noon + 10 * DAY)] == [1]
    with pytest.raises(CannotTake, match="run out"):
        send(key, about(JEAN, "C2"), now=noon + 11 * DAY)
    send(newer, about(JEAN, "C2"), about(JEAN, "C1"), now=noon + 11 * DAY)
    assert [one.count for one in count_for([jean.pk], force=force, now=noon + 11 * DAY)] == [2]
    assert not AgencyReport.objects.exclude(key__name=_name(newer)).exists()


def test_a_key_runs_out_and_is_forgotten_with_all_it_made(agreement, key, send, noon):
    send(key, about(JEAN, "C1"))
    kept = CountKey.objects.get()

    assert kept.accepts_until == date(2026, 11, 20) + 180 * DAY
    assert keys.tidy(now=noon + 240 * DAY) == (1, 0)
    assert keys.tidy(now=noon + 241 * DAY) == (0, 1)
    assert CountKey.objects.get().ended_why == "It has run out"


def test_reports_too_old_to_count_are_erased(key, send, noon, trail):
    send(key, about(JEAN, "C1", days=59), about(JEAN, "C2", days=1))

    assert keys.tidy(now=noon + 2 * DAY) == (1, 0)
    assert list(AgencyReport.objects.values_list("reference", flat=True)) == ["C2"]
    assert trail("count.erased")[0].act == "erasure"


def test_an_agency_takes_a_report_back(force, council, key, jean, send, noon):
    send(key, about(JEAN, "C1"))

    assert services.take_back(agency=council, reference="C1", actor=system("council"), now=noon)
    assert not services.take_back(agency=council, reference="C1", actor=system("council"), now=noon)
    assert not count_for([jean.pk], force=force, now=noon)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "columns key"),
        (b"key,reference\nabc,1\n", "columns reported_on"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"key\x00", "not text"),
        (",".join(SENT).encode() + b"\n", "no rows"),
        (",".join(SENT).encode() + b"\n" + b'"' + b"a" * 200_000 + b'"\n', "cannot be read as CSV"),
        (",".join(SENT).encode() + b"\n" + b"x," * 20 + b"\n", "not yours"),
        (",".join(SENT).encode() + b"\n" + b"x,y\n" * 20_001, "more than 20,000 rows"),
        (b" " * (take_in.LONGEST + 1), "longer than 8 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why_and_leaves_nothing(council, agreement, noon, body, why):
    with pytest.raises(CannotTake, match=why):
        take_in.take_in(agency=council, body=body, is_json=False, via=Via.PAGE, actor=system("council"), now=noon)

    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"{", "cannot be read as JSON"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (b"7", "list of rows"),
        (b'{"rows": {}}', "list of rows"),
        (b"[1]", "list of rows"),
        (b"[]", "no rows"),
        (b'[{"key": 7}]', "not yours"),
    ],
)
def test_json_that_cannot_be_taken_says_why(council, agreement, noon, body, why):
    with pytest.raises(CannotTake, match=why):
        take_in.take_in(agency=council, body=body, is_json=True, via=Via.SYSTEM, actor=system("council"), now=noon)


def test_json_rows_count_as_those_of_a_file(council, force, key, jean, noon):
    body = json.dumps({"rows": [made(about(JEAN, "C1"), key=key)]}).encode()
    taken = take_in.take_in(agency=council, body=body, is_json=True, via=Via.SYSTEM, actor=system("council"), now=noon)

    assert taken.batch.kept == 1
    assert [one.count for one in count_for([jean.pk], force=force, now=noon)] == [1]


def test_bad_rows_are_named_in_runs_and_the_good_ones_are_kept(key, send):
    rows = [about(JEAN, "C1"), about(JEAN, "F1", days=-1), about(JEAN, "F2", days=-2), about(JEAN, "O1", days=61)]
    taken = send(key, *rows)

    assert (taken.batch.rows, taken.batch.kept, taken.batch.refused) == (4, 1, 3)
    assert taken.problems == ("2 rows from row 3: reported_on is in the future", "Row 5: it is too old to be counted")


def test_a_count_is_five_statements_however_many_keys_and_one_without_any(force, agreement, jean, noon):
    with CaptureQueriesContext(
        connection,
    ) as without:
        count_for([jean.pk], force=force, now=noon)
    for _ in range(3):
        keys.make_key(agreement=agreement, actor=DPO, now=noon)
    with CaptureQueriesContext(connection) as several:
        count_for([jean.pk], force=force, now=noon)

    assert len(without) == 1
    assert len(several) == 5


def test_many_people_at_once_are_a_search_and_refused(force, noon):
    with pytest.raises(TooMany):
        count_for([Person(force=force).pk for _ in range(PEOPLE_MOST + 1)], force=force, now=noon)


def test_a_copy_of_the_database_does_not_hold_the_key(key, settings, noon):
    kept = CountKey.objects.get()

    assert opened(kept.sealed) == key
    assert len(key) == KEY_BYTES
    settings.SECRET_KEY = "another server's"
    with pytest.raises(CannotOpen):
        opened(kept.sealed)


def test_a_key_that_cannot_be_opened_silences_that_agency_alone(force, key, jean, send, noon):
    send(key, about(JEAN, "C1"))
    CountKey.objects.update(sealed="nonsense")

    assert count_for([jean.pk], force=force, now=noon) == []
    with pytest.raises(CannotTake, match="lost this key"):
        send(key, about(JEAN, "C2"))


# --- Who looks ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def look(handler, noon):
    """Return what Harriet is shown of some people."""

    def look(*people, purpose="call 1", now=noon, user=handler):
        return shown.look([one.pk for one in people], purpose=purpose, user=user, actor=user.actor(), now=now)

    return look


def test_every_look_is_on_record_with_its_reason_also_one_that_finds_nothing(key, jean, look, handler, trail):
    found = look(jean, purpose="call 7")

    assert not found.counts
    kept = Look.objects.get()
    assert (kept.person_id, kept.user, kept.purpose, kept.counts) == (jean.pk, handler, "call 7", {})
    event = trail("count.consulted")[0]
    assert (event.act, event.purpose, event.subjects) == ("consultation", "call 7", [f"person:{jean.pk}"])


def test_without_a_reason_nothing_is_shown_and_without_a_count_nothing_is_kept(key, jean, look, send):
    send(key, about(JEAN, "C1"))

    assert not look(jean, purpose=" ").anything
    assert not Look.objects.exists()


def test_a_page_shown_again_while_somebody_types_is_one_look(key, jean, look, noon):
    look(jean)
    look(jean, now=noon + timedelta(minutes=9))
    assert Look.objects.count() == 1

    look(jean, purpose="another reason")
    look(jean, now=noon + timedelta(minutes=11))
    assert Look.objects.count() == 3


def test_nobody_goes_through_a_street(force, key, jean, look, noon, send, trail):
    send(key, about(JEAN, "C1"))
    for number in range(60):
        look(Person.objects.create(force=force, family_name=f"Neighbour {number}", first_known_at=noon))

    refused = look(jean)

    assert not refused.counts
    assert "60 people within an hour" in refused.withheld
    assert trail("count.withheld")[0].subjects == [f"person:{jean.pk}"]
    assert look(jean, now=noon + timedelta(hours=1)).counts


def test_whoever_has_been_looked_at_already_may_be_looked_at_again(force, key, jean, look, noon):
    everybody = [Person.objects.create(force=force, first_known_at=noon) for _ in range(59)]
    for one in (*everybody, jean):
        look(one)

    assert not look(jean).withheld


def test_what_is_locked_is_not_counted(key, jean, look, send, supervisor, noon):
    from heed.domain.sharing.models import Lock
    from heed.domain.sharing.terms import LockSource

    send(key, about(JEAN, "C1"))
    Lock.objects.create(
        force=jean.force, person=jean, source=LockSource.HAND, why="Works here", ask="Simon", owner=supervisor,
        set_at=noon, set_by_name="Simon",
    )  # fmt: skip

    assert not look(jean).anything
    assert look(jean, user=supervisor).counts


# --- Asking ------------------------------------------------------------------------------------------------------------

BASIS = Basis(LegalBasis.CDA_115, Purpose.PROTECT, "She rang for the third time and is afraid at night")


@pytest.fixture
def ask(handler, council, noon):
    """Return what Harriet asks Mallow Council."""

    def ask(person, basis=BASIS, *, agency=None, now=noon):
        return asking.ask(
            person=person,
            agency_id=(agency or council).pk,
            basis=basis,
            incident=None,
            user=handler,
            actor=handler.actor(),
            now=now,
        )

    return ask


def test_asking_is_a_disclosure_on_record_and_only_then_are_the_references_known(key, jean, send, ask, trail, handler):
    send(key, about(JEAN, "C1"), about(JEAN, "C2"))
    made = ask(jean)

    assert [one["reference"] for one in made.reports] == ["C1", "C2"]
    event = trail("count.asked")[0]
    assert (event.act, event.recipient) == ("disclosure", "Mallow Council")
    assert f"person:{jean.pk}" in event.subjects
    assert "Crime and Disorder Act" in event.purpose
    task = Task.objects.get(key=f"count:{made.pk}")
    assert task.owner == handler
    assert task.due_by.date() == date(2026, 11, 28)


@pytest.mark.parametrize(
    ("basis", "why"),
    [
        (Basis(LegalBasis.CDA_115, Purpose.PROTECT, " "), "why you need to know"),
        (Basis(LegalBasis.CDA_115, Purpose.COUNT, "Curious"), "a count alone"),
        (Basis(LegalBasis.OTHER, Purpose.PROTECT, "She is afraid"), "Name the other"),
    ],
)
def test_without_a_basis_purpose_and_necessity_nothing_is_asked(key, jean, send, ask, basis, why):
    send(key, about(JEAN, "C1"))

    with pytest.raises(Unfit, match=why):
        ask(jean, basis)
    assert not Asked.objects.exists()


def test_an_agency_that_counts_nothing_of_somebody_cannot_be_asked(key, jean, ask):
    with pytest.raises(Unfit, match="no report of this person"):
        ask(jean)


def test_the_agency_answers_and_whoever_asked_reads_it_on_their_task(
    key, jean, send, ask, council, council_officer, noon
):
    send(key, about(JEAN, "C1"))
    made = ask(jean)
    assert list(queries.unanswered_of(council)) == [made]

    asking.tell(
        asked=made, said=Said.TELLS, words="Loud music from number 16, twice", user=council_officer,
        actor=council_officer.actor(), now=noon,
    )  # fmt: skip

    assert not queries.unanswered_of(council).exists()
    assert Task.objects.get(key=f"count:{made.pk}").notes.get().words.startswith("Mallow Council has answered")
    with pytest.raises(Unfit, match="why you do not"):
        asking.tell(
            asked=made, said=Said.REFUSES, words="", user=council_officer, actor=council_officer.actor(), now=noon
        )


def test_the_database_keeps_what_was_asked_and_shown(key, jean, send, ask, look):
    send(key, about(JEAN, "C1"))
    ask(jean)
    look(jean)

    for rows, field in ((Asked, "necessity"), (Look, "purpose"), (Batch, "digest")):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            rows.objects.update(**{field: "Nothing"})
    with pytest.raises(IntegrityError, match="a_count_key_that_ended_is_gone"), transaction.atomic():
        CountKey.objects.update(sealed="")
