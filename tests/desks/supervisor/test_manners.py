"""How often cues are right, on the page: the table, one rule, the file, acting on it; nobody who replied; who may not."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest

from heed.desks.supervisor.lexicon.rows import rows
from heed.desks.supervisor.manners import edit as manners_edit
from heed.desks.supervisor.manners import edit_views as manners_edit_views
from heed.desks.supervisor.manners import rows as manners_rows
from heed.desks.supervisor.manners import views as manners_views
from heed.domain.people.models import Mention
from heed.domain.people.services import record_person
from heed.domain.vulnerability.terms import Reply
from heed.flows import manners
from heed.foundation.accounts.terms import system
from heed.foundation.lexicon import queries as lexicon
from heed.foundation.lexicon.models import OverlayEdit
from tests.domain.vulnerability.conftest import Cue, answer, keep, make_call
from tests.foundation.lexicon import small

__all__ = ["answer", "keep", "make_call"]
pytestmark = pytest.mark.django_db

PAGE = "/supervisor/cues/"
RULE = small.FIRST
ONE = f"{PAGE}rules/{RULE}"
CATEGORY = small.CELLS[0]["category"]
BAD = Cue(category=CATEGORY, text="the child seat", rule=RULE)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def sound(monkeypatch):
    """Go by a national lexicon of a few rows."""
    small.use(monkeypatch)


@pytest.fixture
def replied(make_call, keep, answer, handler, now):
    """Return a maker of calls with one finding, each replied to: `replied(Reply.NOT_TRUE, 30)`."""

    def replied(reply, times, cue=BAD, *, user=handler, at=now - HOUR):
        for _ in range(times):
            (row,) = keep(make_call(now=at), cue, now=at)
            if reply:
                answer(row, reply, user=user, now=at)

    return replied


def main_of(page):
    """Return what a page says between its header and footer, without what differs at each answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", re.search(r"<main.*</main>", page.text, re.DOTALL)[0])


def table(client, **asked):
    return list(csv.DictReader(io.StringIO(client.get(f"{PAGE}list.csv", asked).text)))


def test_nothing_said_yet_says_so(as_, supervisor):
    text = as_(supervisor).get(PAGE).text

    assert "No rule spoke in the last 90 days." in text
    assert "Counts follow recording practice" in text
    assert "Unvalidated default" in text


def test_the_worst_rule_comes_first_with_its_interval_and_what_is_proposed(as_, supervisor, replied):
    replied(Reply.ACCEPTED, 3, Cue())
    replied(Reply.NOT_TRUE, 30)
    page = main_of(as_(supervisor).get(PAGE))

    assert page.index(RULE) < page.index("alone.lives")
    assert "0% (0 to 11)" in page
    assert "Take it away?" in page
    assert "Not enough replies to say" in page
    assert "Something is proposed for 1 rule that nobody has acted on." in page
    assert page.count('<svg class="heed-manners__bar"') == 2


@pytest.mark.parametrize(("days", "shown"), [("28", 1), ("90", 2), ("365", 3), ("", 2), ("30", 2), ("x", 2), ("-1", 2)])
def test_a_period_is_chosen(as_, supervisor, replied, now, days, shown):
    for ago in (1, 60, 300):
        replied(Reply.NOT_TRUE, 1, at=now - timedelta(days=ago))

    assert [int(line["shown"]) for line in table(as_(supervisor), days=days)] == [shown]


def test_a_category_is_chosen_and_nonsense_is_all(as_, supervisor, replied):
    replied(None, 1)
    replied(None, 1, Cue())
    client = as_(supervisor)

    assert [line["rule"] for line in table(client, category="ALONE_ISOL")] == ["alone.lives"]
    assert len(table(client, category="NONE")) == 2
    for asked in ("?page=x", "?page=99", "?category=%00", "?days=%F0%9F", "?days=" + "9" * 999):
        assert client.get(PAGE + asked).status_code == 200


def test_how_much_heed_spoke_is_on_the_page(as_, supervisor, make_call, keep, now):
    keep(make_call(now=now), *(Cue(text=f"words {number}") for number in range(7)), now=now - HOUR)
    page = main_of(as_(supervisor).get(PAGE))

    assert "Calls with more than 6 cues" in page
    assert page.count("100% (") == 2


def test_the_file_holds_what_the_table_does_and_is_on_the_trail(as_, supervisor, replied, trail):
    replied(Reply.NOT_TRUE, 30)
    client = as_(supervisor)
    answer = client.get(f"{PAGE}list.csv?days=28")

    assert answer["Content-Disposition"] == 'attachment; filename="cues-right-28-days.csv"'
    assert list(csv.reader(io.StringIO(answer.text)))[1] == [
        RULE, CATEGORY, "30", "30", "0", "0", "30", "0", "0", "0", "11", "0", "", "30", "Take it away?", "",
    ]  # fmt: skip
    (event,) = trail("rule_counts.exported")
    assert (event.act, event.detail) == ("disclosure", {"rules": 1})


def test_what_a_spreadsheet_would_run_is_made_harmless(as_, supervisor, replied):
    replied(None, 1, Cue(rule="=cmd|x"))

    assert table(as_(supervisor))[0]["rule"] == "'=cmd|x"


def test_who_replied_changes_nothing_anywhere(as_, supervisor, handler, person_at_work, replied):
    second = person_at_work("call_handler", "hassan", first_name="Hassan", last_name="Iqbal")
    one, other = Cue(rule="one.rule", text="hard up"), Cue(rule="other.rule", text="hard up")
    for cue, right, wrong in ((one, handler, second), (other, second, handler)):
        replied(Reply.ACCEPTED, 12, cue, user=right)
        replied(Reply.NOT_TRUE, 20, cue, user=wrong)
    client = as_(supervisor)

    def of(rule):
        pages = [main_of(client.get(f"{PAGE}rules/{rule}"))]
        pages += [",".join(line.values()) for line in table(client) if line["rule"] == rule]
        return "\n".join(pages).replace(rule, "RULE")

    assert of("one.rule") == of("other.rule")
    whole = main_of(client.get(PAGE)) + of("one.rule")
    for word in (*(handler.first_name, handler.last_name, handler.username), "Hassan", "Iqbal", f"user:{handler.pk}"):
        assert word not in whole


def test_no_line_of_code_or_template_counts_by_person():
    folder = manners_views.__file__.rpartition("/manners/")[0]
    modules = [one.__file__ for one in (manners, manners_views, manners_edit, manners_edit_views, manners_rows)]
    templates = [f"{folder}/jinja2/supervisor/{name}.jinja" for name in ("manners", "manners_rule", "manners_parts")]
    for path in (*modules, *templates):
        text = Path(path).read_text(encoding="utf-8")
        for word in ("replied_by", "noted_by", "taken_by", "display_name", "username"):
            assert word not in text, path
    assert not {"handler", "user", "replied by", "account", "name"} & set(manners_rows.COLUMNS)


def test_one_rule_by_itself(as_, supervisor, replied, trail, now):
    replied(Reply.ACCEPTED, 2)
    replied(Reply.WRONG_PERSON, 2)
    replied(Reply.NOT_TRUE, 1, at=now - timedelta(days=70))
    page = main_of(as_(supervisor).get(ONE))

    assert "Replies: 2 yes, 2 wrong person, 1 not true, 0 not relevant." in page
    assert "40% (12 to 77)" in page  # right
    assert "50% (15 to 85)" in page  # of the right person
    assert "“the child seat”, 5 times" in page
    assert f"{now:%B %Y}" in page
    assert f"{now - timedelta(days=70):%B %Y}" in page
    assert page.count("Too few to show") > 8
    assert page.count("Counts follow recording practice") == 3
    assert len(trail("finding_sample.read")[0].subjects) == 5


def test_the_words_of_a_rule_name_nobody(as_, supervisor, force, make_call, keep, now):
    call = make_call(now=now)
    jean = record_person(force=force, given_name="Jean", family_name="Marlow", born_on=None, actor=system("t"), now=now)
    Mention.objects.create(
        force=force,
        person=jean,
        at=now,
        source="call",
        call=call.pk,
        given_name="jean",
        said_on=now.date(),
        standard={},
    )
    keep(call, Cue(category=CATEGORY, rule=RULE, text="jean <b>& Okoro's 07700 900123"), now=now - HOUR)
    page = main_of(as_(supervisor).get(ONE))

    assert "“… &lt;b&gt;&amp; … …”" in page
    assert "jean" not in page.casefold()


def test_a_rule_that_no_row_holds_cannot_be_changed_here(as_, supervisor, replied):
    replied(None, 1, Cue(rule="AGE_ELDER-age", category="AGE_ELDER", text="84"))
    page = main_of(as_(supervisor).get(f"{PAGE}rules/AGE_ELDER-age"))

    assert "Built into Heed" in page
    assert "Propose to" not in page


@pytest.mark.parametrize("rule", ["nothing", "x" * 5_000, "%00", "%F0%9F", "a%2Fb"])
def test_a_rule_that_never_was_is_not_found(as_, supervisor, rule):
    client = as_(supervisor)

    assert client.get(f"{PAGE}rules/{rule}").status_code == 404
    assert client.post(f"{PAGE}rules/{rule}/propose", {"how": "disable", "disable-why": "x"}).status_code == 404


def test_a_row_that_never_spoke_has_its_page(as_, supervisor):
    page = main_of(as_(supervisor).get(ONE))

    assert "It has not spoken in the last 90 days" in page
    assert "Propose to disable" in page


def test_a_rule_is_proposed_for_disabling_with_its_counts(as_, supervisor, replied, trail):
    replied(Reply.NOT_TRUE, 30)
    client = as_(supervisor)
    assert "1 cue is rarely right" in client.get("/supervisor/").text
    answer = client.post(f"{ONE}/propose?days=28", {"how": "disable", "disable-why": "Child seats, not children"})

    assert answer["Location"] == "/supervisor/lexicon/"
    edit = OverlayEdit.objects.get()
    assert (edit.row, edit.kind, edit.by) == (RULE, "disable", supervisor)
    assert edit.why == "Child seats, not children (right in 0 of 30 replies in 28 days: 0% (0 to 11))"
    assert trail("lexicon.edited")[0].subjects == [f"lexicon row:{RULE}"]
    assert lexicon.version_in_force(supervisor.force_id) is None
    page = main_of(client.get(PAGE))
    assert "Disabled, not in force yet" in page
    assert "nobody has acted on" not in page
    assert "rarely right" not in client.get("/supervisor/").text
    assert "It is disabled." in client.get(ONE).text
    assert client.post(f"{ONE}/propose", {"how": "disable", "disable-why": "Again"}).status_code == 404


def test_a_rule_is_proposed_for_weakening_and_keeps_what_else_was_changed(as_, supervisor, replied):
    replied(Reply.NOT_TRUE, 1)
    client = as_(supervisor)
    OverlayEdit.objects.create(
        force=supervisor.force,
        row=RULE,
        kind="change",
        cells={"note": "Ours"},
        why="w",
        by=supervisor,
        at=manners_now(),
    )
    client.post(f"{ONE}/propose", {"how": "weaken", "weaken-why": "Seats"})

    edit = OverlayEdit.objects.latest("id")
    assert edit.kind == "change"
    assert edit.cells == {"note": "Ours", "strength": manners_edit.LESS[small.CELLS[0]["strength"]]}


def manners_now():
    from django.utils import timezone

    return timezone.now()


@pytest.mark.parametrize(("strength", "less"), [("strong", "weak"), ("", "weak"), ("weak", "alone_no")])
def test_weaker_is_one_step(strength, less):
    row = rows([])[RULE]
    made = type(row)(row.id, {**row.cells, "strength": strength}, {**row.cells, "strength": "strong"}, None)

    assert manners_edit.weaker(made).cells == ({"strength": less} if less != "strong" else {})


def test_what_says_nothing_alone_cannot_be_weaker_and_a_row_of_its_own_is_written_whole():
    row = rows([])[RULE]
    alone = type(row)(row.id, {**row.cells, "strength": "alone_no"}, row.national, None)
    own = type(row)(row.id, {**row.cells, "strength": "strong"}, None, None)

    assert manners_edit.weaker(alone) is None
    assert manners_edit.weaker(own).kind == "add"
    assert manners_edit.weaker(own).cells["pattern"] == row.cells["pattern"]
    assert (manners_edit.disabled(row).kind, manners_edit.disabled(own).kind) == ("disable", "withdraw")


@pytest.mark.parametrize(("posted", "status", "sentence"), [
    ({"how": "disable"}, 422, "Enter why"),
    ({"how": "weaken", "weaken-why": " \0 "}, 422, "Enter why"),
    ({"how": "disable", "disable-why": "x" * 301}, 422, "300 characters or fewer"),
    ({"how": "publish", "publish-why": "x"}, 404, "not found"),
    ({}, 404, "not found"),
])  # fmt: skip
def test_what_is_wrong_is_asked_again_and_nothing_is_done(as_, supervisor, posted, status, sentence):
    answer = as_(supervisor).post(f"{ONE}/propose", posted)

    assert answer.status_code == status
    assert sentence in answer.text
    assert not OverlayEdit.objects.exists()


def test_what_the_lexicon_refuses_is_said(as_, supervisor, monkeypatch):
    from heed.foundation.lexicon import services

    def refuse(*_, **__):
        raise services.Refused("Its examples fail")

    monkeypatch.setattr(services, "edit", refuse)
    answer = as_(supervisor).post(f"{ONE}/propose", {"how": "disable", "disable-why": "Seats"})

    assert answer.status_code == 422
    assert "Its examples fail" in answer.text


def test_a_changed_rule_counts_from_when_the_change_was_in_force(force, supervisor, person_at_work, replied, now):
    from heed.foundation.lexicon import services

    sara = person_at_work("supervisor", "sara")
    replied(Reply.NOT_TRUE, 3, at=now - timedelta(days=3))
    with_actor = {"force": force, "user": supervisor, "actor": supervisor.actor()}
    at = now - timedelta(days=2)
    services.edit(row=RULE, kind="change", cells={"note": "Ours"}, why="w", now=at, **with_actor)
    assert manners.edits_of(force.pk)[RULE].since is None
    made = services.propose(note="n", now=at, **with_actor)
    services.publish(force=force, label=made.label, user=sara, actor=sara.actor(), now=now - timedelta(days=1))
    replied(Reply.NOT_TRUE, 1)

    (line,) = manners.lines(supervisor, days=90, category="", now=now)

    assert (line.tally.shown, line.edited.words) == (1, "Changed")


def test_the_note_is_worked_out_once_in_a_while(supervisor, replied, now, django_assert_num_queries):
    assert manners.new_proposals(supervisor, now=now) == 0
    replied(Reply.NOT_TRUE, 30)
    with django_assert_num_queries(0):
        assert manners.new_proposals(supervisor, now=now + manners.NOTE_FRESH / 2) == 0
    assert manners.new_proposals(supervisor, now=now + manners.NOTE_FRESH) == 1


def test_analysts_and_inspectors_read_and_do_not_propose(as_, person_at_work, replied):
    replied(Reply.NOT_TRUE, 1)
    for role in ("analyst", "inspector"):
        client = as_(person_at_work(role))
        assert RULE in client.get(PAGE).text
        assert "Cues right?" in client.get(PAGE).text
        assert "Propose to" not in client.get(ONE).text
        assert client.get(f"{PAGE}list.csv").status_code == 200
        assert client.post(f"{ONE}/propose", {"how": "disable", "disable-why": "x"}).status_code == 403
    assert not OverlayEdit.objects.exists()


def test_others_are_refused_and_another_force_sees_nothing(
    as_, handler, person_at_work, stranger_to_the_force, replied, client
):
    replied(Reply.NOT_TRUE, 1, Cue())
    addresses = (PAGE, f"{PAGE}list.csv", f"{PAGE}rules/alone.lives")
    assert [client.get(one).status_code for one in addresses] == [302, 302, 302]
    for user in (handler, person_at_work("crime_registrar"), person_at_work("administrator")):
        assert [as_(user).get(one).status_code for one in addresses] == [403, 403, 403]
    olga = as_(person_at_work("supervisor", "olga", force=stranger_to_the_force.force))
    assert "No rule spoke" in olga.get(PAGE).text
    assert table(olga) == []
    assert olga.get(addresses[2]).status_code == 404
    assert olga.post(PAGE).status_code == olga.get(f"{ONE}/propose").status_code == 405


@pytest.mark.parametrize("times", [1, 12])
def test_the_number_of_queries_does_not_grow_with_the_rules(
    as_, supervisor, replied, django_assert_max_num_queries, times
):
    for number in range(times):
        replied(Reply.NOT_TRUE, 1, Cue(rule=f"rule.{number}"))
    client = as_(supervisor)
    with django_assert_max_num_queries(12):
        client.get(PAGE)
