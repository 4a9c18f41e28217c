"""The forms of a call: what the handler types, handed back as values."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from heed.desks.call_handler.fields import LONGEST_ADDRESS, LONGEST_EMAIL, Age, Line, Words
from heed.domain.calls.terms import RINGS, Channel
from heed.domain.incidents.terms import PartyRole
from heed.domain.places.rules import address_key, postcode_in
from heed.flows.record import Someone
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField, SelectField
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy
from heed.foundation.reference import codes

OTHER = "other"
"""The choice that opens the list of the categories that are not anti-social behaviour."""

SOMEONE = "someone"
"""The answer by which the caller rings for somebody else."""

NOBODY = "nobody"
"""The answer by which the caller rings for nobody in particular."""

REFUSED = "Would not give their details"


def typed(form: type[Form], posted: QueryDict, prefix: str = "") -> dict[str, Any]:
    """Return what was typed into a form as its initial values: a draft is shown again, and nobody is told off for it."""
    found = {}
    for name, field in form.base_fields.items():
        key = f"{prefix}-{name}" if prefix else name
        if not field.widget.value_omitted_from_data(posted, {}, key):
            found[name] = field.widget.value_from_datadict(posted, {}, key)
    return found


class ContactForm(Form):
    """A report that came another way than by telephone."""

    channel_used = SelectField(
        label="Record a report that came another way",
        choices=[("", "Choose how"), *((c.value, c.label) for c in Channel if c not in RINGS)],
        error_messages={"required": "Choose how the report came", "invalid_choice": "Choose how the report came"},
    )

    def channel(self) -> Channel:
        """Return how it came."""
        return Channel(self.cleaned_data["channel_used"])


class WhatForm(Form):
    """What happened, where, what kind of incident it is, and how soon somebody must attend."""

    summary = Words(
        "What happened",
        required=True,
        rows=4,
        attributes={"data-key": "w"},
        error_messages={"required": "Enter what happened"},
    )
    address = Line(
        "Where it happened",
        longest=LONGEST_ADDRESS,
        hint="Address, or the place in words. Its history is looked up as you type",
        attributes={"data-key": "p"},
    )
    address_unknown = CheckboxesField(
        label="Place", choices=[("yes", "The place is not known")], required=False, small=True
    )
    area = RadiosField(
        label="Urban or rural",
        choices=[("urban", "Urban"), ("rural", "Rural")],
        initial="urban",
        inline=True,
        small=True,
    )
    opening_code = RadiosField(
        label="What kind of incident is it?",
        choices=[*((c.code, c.label) for c in codes.asb_categories()), (OTHER, "Something else")],
        hints={c.code: c.meaning for c in codes.asb_categories()},
        reveals={OTHER: "other_code"},
        legend="s",
        small=True,
        error_messages={"required": "Select what kind of incident it is"},
    )
    other_code = SelectField(
        label="Category",
        choices=[
            ("", "Choose"),
            *(
                (c.code, f"{theme.label}: {c.label}")
                for theme in codes.themes()
                for c in codes.categories()
                if c.theme == theme.code != codes.ASB
            ),
        ],
        required=False,
    )
    qualifiers = forms.MultipleChoiceField(required=False)
    grade = RadiosField(label="How soon must we attend?", error_messages={"required": "Select how soon we must attend"})
    rationale = Words(
        "Why this grade?",
        required=True,
        rows=2,
        error_messages={"required": "Enter why you chose this grade"},
    )
    log_text = Words("Add to the log", rows=3, attributes={"data-key": "l"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the pack's grades, and the qualifiers that are not obsolete."""
        super().__init__(*args, **kwargs)
        choice(self, "grade").choices = [(rule.code, rule.label) for rule in policy.in_use().grades.values()]
        choice(self, "qualifiers").choices = [
            (code, label) for _, offered in qualifier_groups() for code, label in offered
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the category behind “something else”, and for a place or the word that there is none."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("opening_code") == OTHER and not found.get("other_code"):
            self.add_error("other_code", "Choose the category")
        if "address" in found and not found["address"] and not found.get("address_unknown"):
            self.add_error("address", "Enter where it happened, or tick that the place is not known")
        return found

    @property
    def code(self) -> str:
        """Return the opening code, as far as one is chosen."""
        chosen = str(self.cleaned_data.get("opening_code") or "")
        return str(self.cleaned_data.get("other_code") or "") if chosen == OTHER else chosen


class CallerForm(Form):
    """Who is on the line, and for whom they ring."""

    given_name = Line("First name", attributes={"data-key": "n"})
    family_name = Line("Last name")
    refused = CheckboxesField(label="Name", choices=[("yes", REFUSED)], required=False, small=True)
    born = DateField(label="Date of birth", subject="Caller's date of birth", required=False)
    age = Age("Age, if no date of birth")
    home = Line("Home address or postcode", longest=LONGEST_ADDRESS)
    email = Line("E-mail, if they give one", longest=LONGEST_EMAIL)
    victim = RadiosField(
        label="Is the caller the victim?",
        choices=[("caller", "Yes"), (SOMEONE, "No, they ring for somebody else"), (NOBODY, "Nobody in particular")],
        reveals={SOMEONE: "relation"},
        legend="s",
        small=True,
        attributes={"data-key": "v", "data-key-label": "Is the caller the victim?"},
        error_messages={"required": "Select whether the caller is the victim"},
    )
    relation = Line("What is the caller to the victim?", longest=120, hint="Daughter, carer, neighbour, landlord")

    def clean(self) -> dict[str, Any]:
        """Ask for a name, or the word that it was not given."""
        found: dict[str, Any] = super().clean() or {}
        named = found.get("given_name") or found.get("family_name") or {"given_name", "family_name"} & set(self.errors)
        if not named and not found.get("refused"):
            self.add_error("given_name", "Enter the caller's name, or tick that they would not give it")
        return found

    def someone(self) -> Someone:
        """Return the caller, who may be the victim too."""
        found = self.cleaned_data
        is_victim = found["victim"] == "caller"
        address, postcode = found["home"], postcode_in(found["home"])
        if address_key(address) == "".join(postcode.split()):
            address = ""  # A postcode alone is no home that others may share.
        return Someone(
            roles=(PartyRole.CALLER, PartyRole.VICTIM) if is_victim else (PartyRole.CALLER,),
            is_caller=True,
            given_name=found["given_name"],
            family_name=found["family_name"],
            born_on=found["born"],
            age=found["age"],
            address=address,
            postcode=postcode,
            email=found["email"],
            relation=found["relation"] if found["victim"] == SOMEONE else "",
            description=f"{REFUSED}." if found["refused"] else "",
        )


class NothingForm(Form):
    """Why a call reported nothing."""

    why = Line(
        "Why is there nothing to record?",
        longest=500,
        required=True,
        error_messages={"required": "Enter why there is nothing to record"},
    )


def choice(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """Return a field of a form that has choices."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    return field


def qualifier_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the qualifiers that are offered, by group: the standard's, then the force's own."""
    titles: Mapping[str, str] = {
        "prejudice": "Prejudice: what anybody perceives, no evidence needed",
        "national": "National",
        "optional": "Optional",
    }
    offered = [q for q in codes.qualifiers() if not q.obsolete]
    groups = [(title, [(q.code, q.label) for q in offered if q.group == group]) for group, title in titles.items()]
    own = [(c.code, c.label) for c in policy.in_use().local_codes.values() if c.kind == "qualifier"]
    return [*groups, ("This force's own", own)] if own else groups
