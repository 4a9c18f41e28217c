"""A force's own records looked over at once, on a real database."""

import pytest
from django.db import IntegrityError, transaction

from heed.backrecord import descriptions, models_in_use, relinking
from heed.backrecord.models import Proposal, Run, TrainedModel
from heed.backrecord.relinking import NotKept, RelinkRule
from heed.domain.people import queries
from heed.domain.people import services as people
from heed.domain.people.identity import queries as decided
from heed.domain.people.identity import services as identity
from heed.domain.people.identity.services import Basis
from heed.domain.people.models import IdentityDecision, MentionKey, Person
from heed.domain.people.terms import Judgement, LinkSource
from heed.engines.linkage.keys import filed_under
from heed.engines.linkage.national import national
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import read
from heed.foundation.accounts.terms import system

PROPOSE = RelinkRule(propose=0.9, may_link=False, link_at=0.999)
LINK = RelinkRule(propose=0.9, may_link=True, link_at=0.999)
JEAN = Said(
    given="Jean",
    family="Marlow",
    born="1961-05-02",
    address="14 Acacia Road, Mallow, ZZ1 1AA",
    email="jean@example.com",
)
JEANIE = Said(given="Jeanie", family="Marlowe", born="1961-05-02", address="14 Acacia Rd, ZZ1 1AA")
HUSBAND = Said(given="Keith", family="Marlow", born="1958-11-20", address="14 Acacia Road, Mallow, ZZ1 1AA")
STRANGER = Said(given="Ngozi", family="Okafor", born="1990-01-31", address="3 Kestrel Way, Mallow, ZZ1 9ZZ")


@pytest.fixture
def on_file(force, noon):
    """Return how somebody is put on record with what was said of them."""

    def put(*told):
        person = people.record_person(
            force=force, given_name=told[0].given, family_name=told[0].family, born_on=None, actor=system("t"), now=noon
        )
        for said in told:
            people.mention(person=person, said=said, place=None, call=None, source=LinkSource.SAID, now=noon)
        return person

    return put


@pytest.fixture
def relink(force, noon):
    """Return a run over everybody."""

    def run(rule=PROPOSE):
        return relinking.relink(
            force=force,
            model=national().model,
            rule=rule,
            policy="test/1",
            actor=system("t"),
            now=lambda: noon,
            tell=lambda _: None,
        )

    return run


@pytest.fixture
def say(handler, noon):
    """Return how a person decides about two."""

    def decide(one, other, judgement):
        return identity.decide(
            one=one.pk,
            other=other.pk,
            judgement=judgement,
            basis=Basis(why="told so"),
            user=handler,
            actor=handler.actor(),
            now=noon,
        )

    return decide


def pairs(run):
    """Return who was proposed, as sets of names."""
    return [{p.one.given_name, p.other.given_name} for p in run.proposals.select_related("one", "other")]


def test_one_woman_on_record_twice_is_proposed_and_her_husband_is_not(on_file, relink):
    on_file(JEAN)
    on_file(JEANIE)
    on_file(HUSBAND)
    on_file(STRANGER)

    run = relink()

    assert pairs(run) == [{"Jean", "Jeanie"}]
    assert (run.proposed, run.linked, run.descriptions) == (1, 0, 4)
    assert "date of birth agrees" in run.proposals.get().because


def test_nothing_is_linked_where_the_pack_does_not_allow_it(on_file, relink):
    on_file(JEAN)
    on_file(JEANIE)

    relink()

    assert not IdentityDecision.objects.exists()
    assert all(person.lead_id == person.pk for person in Person.objects.all())


def test_where_the_pack_allows_it_the_machine_links_and_says_so_and_the_run_is_undone_as_one(
    on_file, relink, supervisor, noon
):
    one, other = on_file(JEAN), on_file(JEANIE)

    run = relink(LINK)

    made = IdentityDecision.objects.get()
    assert (run.linked, run.proposed) == (1, 0)
    assert made.by_machine
    assert made.run == run.pk
    assert made.probability > 0.999
    assert Person.objects.get(pk=one.pk).lead_id == Person.objects.get(pk=other.pk).lead_id

    identity.undo_run(run=run.pk, why="mistaken", user=supervisor, actor=supervisor.actor(), now=noon)

    assert all(person.lead_id == person.pk for person in Person.objects.all())


def test_the_machine_never_links_where_the_first_names_differ(on_file, relink):
    on_file(JEAN)
    on_file(Said(given="Norah", family="Marlow", born="1961-05-02", address=JEAN.address, email="jean@example.com"))

    assert relink(LINK).linked == 0


@pytest.mark.parametrize("judgement", [Judgement.DIFFERENT, Judgement.SAME_HOUSEHOLD, Judgement.UNSURE])
def test_those_a_person_has_decided_about_are_never_proposed_again(on_file, relink, say, judgement):
    say(on_file(JEAN), on_file(JEANIE), judgement)

    run = relink(LINK)

    assert (run.proposed, run.linked) == (0, 0)
    assert (run.humans_kept, run.humans_all) == (1, 1)


def test_those_a_person_holds_to_be_one_stay_one_whatever_the_evidence(on_file, relink, say):
    one, other = on_file(JEAN), on_file(STRANGER)
    say(one, other, Judgement.SAME)

    run = relink(LINK)

    assert (run.humans_kept, run.humans_all) == (1, 1)
    assert Person.objects.get(pk=other.pk).lead_id == Person.objects.get(pk=one.pk).lead_id


def test_a_run_that_would_not_keep_a_decision_changes_nothing(on_file, relink, monkeypatch):
    on_file(JEAN)
    on_file(JEANIE)
    answers = iter([(3, 3), (2, 3)])
    monkeypatch.setattr(decided, "humans_kept", lambda _: next(answers))

    with pytest.raises(NotKept, match=r"Decisions by people kept: 2 of 3\. Nothing was changed"):
        relink(LINK)

    assert not IdentityDecision.objects.exists()
    assert not Run.objects.exists()


def test_the_database_refuses_a_run_that_lost_a_decision(on_file, relink):
    on_file(JEAN)
    run = relink()

    with pytest.raises(IntegrityError, match="a_run_keeps_what_people_decided"), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(humans_all=1)


def test_an_empty_register_gives_an_empty_run(force, relink):
    run = relink()

    assert (run.descriptions, run.pairs, run.proposed) == (0, 0, 0)
    assert not Proposal.objects.exists()


def test_a_force_weighs_by_the_national_model_until_it_puts_its_own_in_use(force, noon):
    model = national().model
    kept = models_in_use.keep(force=force, model=model, actor=system("t"), now=noon)

    assert models_in_use.scorer(force.pk) is national()
    assert models_in_use.use(force=force, label=kept.label, actor=system("t"), now=noon) == kept.label
    assert models_in_use.scorer(force.pk) is not national()
    assert models_in_use.scorer(force.pk).model == model

    models_in_use.use(force=force, label="national", actor=system("t"), now=noon)

    assert models_in_use.scorer(force.pk) is national()
    with pytest.raises(models_in_use.NoSuchModel):
        models_in_use.use(force=force, label="nobody's", actor=system("t"), now=noon)


def test_the_database_refuses_to_change_a_trained_model(force, noon):
    kept = models_in_use.keep(force=force, model=national().model, actor=system("t"), now=noon)

    with pytest.raises(Exception, match="a_model_is_never_changed"), transaction.atomic():
        TrainedModel.objects.filter(pk=kept.pk).update(text="{}")


def test_filing_anew_mends_forms_and_keys_and_leaves_what_was_said(force, on_file, noon):
    person = on_file(JEAN)
    mention = person.mentions.get()
    MentionKey.objects.filter(mention=mention).delete()
    MentionKey.objects.create(force=force, key=4711, mention=mention)
    type(mention).objects.filter(pk=mention.pk).update(standard=[None] * 30)

    assert descriptions.refile(force=force, actor=system("t"), now=noon, tell=lambda _: None) == 1

    mended = person.mentions.get()
    assert (
        mended.standard
        == read(
            Said(
                **{**{f: getattr(JEAN, f) for f in ("given", "family", "born", "address", "email")}, "on": noon.date()}
            )
        ).as_row()
    )
    assert sorted(MentionKey.objects.values_list("key", flat=True)) == sorted(filed_under(read(JEAN)))
    assert (mended.given_name, mended.address) == (mention.given_name, mention.address)


def test_people_put_on_record_before_descriptions_were_kept_are_found_by_name_once_filed(force, noon):
    person = people.record_person(
        force=force, given_name="Jean", family_name="Marlow", born_on=None, actor=system("t"), now=noon
    )

    descriptions.refile(force=force, actor=system("t"), now=noon, tell=lambda _: None)
    descriptions.refile(force=force, actor=system("t"), now=noon, tell=lambda _: None)

    assert person.mentions.get().source == LinkSource.IMPORTED
    assert [found[2] for found in queries.under(force.pk, filed_under(read(Said(given="Jean", family="Marlow"))))] == [
        person.pk
    ]
