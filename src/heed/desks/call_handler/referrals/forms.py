"""The forms of the right-door finder and of a referral: each hands back a value and saves nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import QueryDict

from heed.desks.call_handler.fields import Words
from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.terms import Purpose, SharedPart
from heed.domain.incidents.models import Incident
from heed.engines.risk.right_door import Asked, Land, Tenure
from heed.flows.referrals.refer import ToShare
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField, SelectField
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy

TENURES = (
    (Tenure.UNKNOWN, "Not known"),
    (Tenure.COUNCIL, "Rented from the council"),
    (Tenure.HOUSING, "Rented from a housing association"),
    (Tenure.PRIVATE_RENT, "Rented from a private landlord"),
    (Tenure.OWNER, "Their own home"),
    (Tenure.NONE, "It comes from no home"),
)
LANDS = (
    (Land.UNKNOWN, "Not known"),
    (Land.HOME, "In or at a home"),
    (Land.SHARED, "Shared parts: stairs, yards, estate land"),
    (Land.STREET, "Street or road"),
    (Land.PARK, "Park or other council land"),
    (Land.BUSINESS, "Shop, pub or other premises"),
    (Land.PRIVATE, "Other private land"),
    (Land.WATER, "Canal, river or harbour"),
    (Land.RAILWAY, "Railway or station"),
)
ASKED_MOST = 1000


class DoorForm(Form):
    """What the finder needs: what it is, whose home it comes from, and where it is."""

    trouble = SelectField(
        label="What is it?",
        choices=[],
        error_messages={"required": "Select what it is", "invalid_choice": "Select what it is"},
    )
    tenure = SelectField(label="Whose home does it come from?", choices=TENURES, required=False)
    land = SelectField(label="Where does it happen?", choices=LANDS, required=False)

    def __init__(self, given: QueryDict | None = None) -> None:
        """Offer the pack's kinds of trouble."""
        super().__init__(given)
        troubles = policy.in_use().right_door.troubles
        self.fields["trouble"].choices = [("", "Choose"), *troubles.items()]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """Return what is asked about; what was left open is not known."""
        typed = self.cleaned_data
        return Asked(typed["trouble"], typed["tenure"] or Tenure.UNKNOWN, typed["land"] or Land.UNKNOWN)


class AskForm(Form):
    """What an agency is asked to do, and how soon it must answer."""

    asked = Words(
        "What do you ask them to do?",
        longest=ASKED_MOST,
        required=True,
        rows=3,
        hint="They read this. Nothing that is not shared with them may stand in it: no names, numbers or addresses",
        error_messages={"required": "Enter what you ask them to do"},
    )
    urgent = CheckboxesField(label="How soon?", choices=[], required=False, legend="s", small=True)

    def __init__(self, posted: QueryDict | None = None, **rest: Any) -> None:
        """Say how long urgent is."""
        super().__init__(posted, **rest)
        pack = policy.in_use().referrals
        usual, urgent = pack.answer_within(urgent=False).words, pack.answer_within(urgent=True).words
        self.fields["urgent"].choices = [("yes", f"Urgent: answered in {urgent}, else {usual}")]  # type: ignore[attr-defined]

    @property
    def is_urgent(self) -> bool:
        """Say whether it is urgent."""
        return bool(self.cleaned_data["urgent"])


class ShareAndAskForm(AskForm):
    """What an agency is shown, under which agreement, why and until when; and what it is asked to do."""

    agreement = SelectField(
        label="Under which agreement?", choices=[], error_messages={"required": "Select the agreement"}
    )
    parts = CheckboxesField(
        label="What do they need to see?",
        choices=[],
        legend="s",
        small=True,
        hint="No more than they need to act. The number and kind of the incident always go with it",
        error_messages={"required": "Select what they need to see"},
    )
    words = Words(
        "What happened, in words for them",
        longest=2000,
        rows=4,
        hint="Leave it empty to share the summary as it stands",
    )
    purpose = SelectField(label="What is it for?", choices=[], error_messages={"required": "Select what it is for"})
    necessity = Words(
        "Why do they need it?",
        longest=1000,
        required=True,
        rows=2,
        hint="A sentence: it is kept with what is shared, and is checked",
        error_messages={"required": "Enter why they need it"},
    )
    until = DateField(
        label="Share until",
        subject="The last day",
        error_messages={"required": "Enter the last day on which they see it"},
    )
    field_order = ("asked", "urgent", "agreement", "parts", "words", "purpose", "necessity", "until")

    def __init__(
        self, posted: QueryDict | None = None, *, agreements: Sequence[Agreement], until: date, words: str
    ) -> None:
        """Offer what the agreements in force allow at most."""
        super().__init__(posted, initial={"until": until, "words": words})
        self.agreements = {str(one.pk): one for one in agreements}
        allowed = {part for one in agreements for part in one.parts} - {SharedPart.POINTER}
        purposes = {purpose for one in agreements for purpose in one.purposes} - {Purpose.COUNT}
        self._offer("agreement", [(key, one.title) for key, one in self.agreements.items()])
        self._offer("parts", [(str(part), part.label) for part in SharedPart if part in allowed])
        self._offer("purpose", [(str(one), one.label) for one in Purpose if one in purposes])
        if len(self.agreements) == 1:
            self.fields["agreement"].initial = next(iter(self.agreements))

    def to_share(self, incident: Incident, agency: Agency, *, seen: str) -> ToShare:
        """Return what is to be shared."""
        typed = self.cleaned_data
        return ToShare(
            incident=incident,
            agency=agency,
            agreement=self.agreements.get(typed["agreement"]),
            parts=typed["parts"],
            purpose=typed["purpose"],
            necessity=typed["necessity"],
            until=typed["until"],
            words=typed["words"] or None,
            seen=seen,
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Set what a field offers."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class SayForm(Form):
    """Words on a referral, from the force."""

    words = Words(
        "In your words", longest=2000, required=True, rows=3, error_messages={"required": "Enter it in your words"}
    )

    def __init__(self, posted: QueryDict | None = None, *, label: str, hint: str = "", prefix: str) -> None:
        """Ask in the words of what is done."""
        super().__init__(posted, prefix=prefix)
        self.fields["words"].label, self.fields["words"].hint = label, hint  # type: ignore[attr-defined]


class EndForm(SayForm):
    """Words on a referral with which the agency has no more to do, and whether it goes on seeing the record."""

    sharing = RadiosField(
        label="What do they see of it from now on?",
        choices=[("stop", "Nothing: stop sharing it with them"), ("go_on", "What they see now, for another reason")],
        legend="s",
        small=True,
        initial="stop",
        error_messages={"required": "Select what they see from now on"},
    )

    @property
    def stops_sharing(self) -> bool:
        """Say whether sharing ends."""
        return bool(self.cleaned_data["sharing"] == "stop")
