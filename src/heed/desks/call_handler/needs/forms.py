"""The forms of needs, warnings and passports: each hands back a value and saves nothing."""

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from heed.desks.call_handler.fields import Line, Words
from heed.domain.needs import rules
from heed.domain.needs.models import Need, StaffWarning
from heed.domain.needs.passports.services import Said
from heed.domain.needs.services import NeedWords, WarningWords
from heed.domain.needs.terms import NAMES_A_LANGUAGE, Agreed, Basis, NeedKind, Source, WarningKind
from heed.engines.numbers.channels import ProposedNeed
from heed.engines.numbers.reading import read
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField, SelectField
from heed.foundation.design.forms import Form

NOON = time(12)


def needed(sentence: str) -> dict[str, str]:
    """Word what is missing."""
    return {"required": sentence}


class Days(Form):
    """When something is looked at again, and the last day on which it is shown."""

    review_on = DateField(
        label="When must somebody look at it again?",
        subject="Day of the review",
        legend="s",
        error_messages=needed("Enter the day of the review"),
    )
    expires_on = DateField(
        label="Last day on which it is shown",
        hint="After that day nobody sees it. You are asked two weeks before",
        subject="Last day",
        legend="s",
        error_messages=needed("Enter the last day on which it is shown"),
    )


class NeedForm(Days):
    """What helps somebody, first; then what it is, who told us, why we may keep it, and for how long."""

    what_helps = Words(
        "What helps?",
        longest=500,
        required=True,
        rows=3,
        legend="m",
        hint="What to do, as you would tell a colleague. For example, speak slowly and ask one question at a time",
        attributes={"data-key": "h"},
        error_messages=needed("Enter what helps"),
    )
    kind = SelectField(
        label="What is it about?",
        choices=[("", "Choose"), *NeedKind.choices],
        error_messages=needed("Select what it is about"),
    )
    language = Line("Which language?", longest=80, hint="For a language or an interpreter alone", width="20")
    what = Line("Anything to add about what it is?", longest=300, hint="In a few words. You need not say why")
    diagnosis = Line("Diagnosis", longest=300, hint="Leave it empty, unless they want us to know")
    source = RadiosField(
        label="Who told us?",
        choices=Source.choices,
        legend="s",
        small=True,
        error_messages=needed("Select who told us"),
    )
    basis = RadiosField(
        label="Why may we keep it?",
        choices=Basis.choices,
        legend="s",
        small=True,
        reveals={Basis.CONSENT: "consent_on"},
        error_messages=needed("Select why we may keep it"),
    )
    consent_on = DateField(label="When did they agree?", subject="Day on which they agreed", required=False)

    field_order = ("what_helps", "kind", "language", "what", "source", "basis", "diagnosis", "review_on", "expires_on")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Begin with the usual days. today: in the force's own time."""
        usual = {
            "review_on": rules.months_after(today, rules.NEED_REVIEW_MONTHS),
            "expires_on": rules.months_after(today, rules.NEED_MONTHS),
            "consent_on": today,
        }
        super().__init__(*args, initial=usual | kwargs.pop("initial", {}), **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Ask for the language where the kind says nothing without, and for the day where consent is why."""
        typed = self.cleaned_data
        if typed.get("kind") in NAMES_A_LANGUAGE and not typed.get("language"):
            self.add_error("language", "Enter which language")
        if typed.get("basis") == Basis.CONSENT and not self.errors.get("consent_on"):
            agreed = typed.get("consent_on")
            if not agreed:
                self.add_error("consent_on", "Enter when they agreed")
            elif agreed > self.today:
                self.add_error("consent_on", "The day on which they agreed must not be in the future")
        return typed

    def need(self, *, now: datetime) -> NeedWords:
        """Return what was typed. Somebody who agreed today agreed now; on an earlier day, at noon."""
        typed = self.cleaned_data
        agreed: date | None = typed["consent_on"] if typed["basis"] == Basis.CONSENT else None
        at: datetime | None = None
        if agreed:
            at = now if agreed == self.today else timezone.make_aware(datetime.combine(agreed, NOON))
        names = ("what_helps", "what", "diagnosis", "review_on", "expires_on")
        return NeedWords(
            kind=NeedKind(typed["kind"]),
            language=typed["language"] if typed["kind"] in NAMES_A_LANGUAGE else "",
            source=Source(typed["source"]),
            basis=Basis(typed["basis"]),
            consent_at=at,
            **{name: typed[name] for name in names},
        )


def begins_with(need: Need) -> dict[str, Any]:
    """Return what the form of a review begins with: what the need says, on new days."""
    names = ("what_helps", "kind", "language", "what", "diagnosis", "source", "basis")
    said = {name: getattr(need, name) for name in names}
    return said | ({"consent_on": timezone.localdate(need.consent_at)} if need.consent_at else {})


def begins_with_channel(proposed: ProposedNeed) -> dict[str, Any]:
    """Return what the form begins with for a need that the call's own channel speaks for."""
    return {
        "what_helps": proposed.what_helps,
        "kind": proposed.kind,
        "language": proposed.language,
        "source": Source.HANDLER,
    }


class WarningForm(Days):
    """What staff are warned of, and what that rests on."""

    kind = SelectField(
        label="What are staff warned of?",
        choices=[("", "Choose"), *WarningKind.choices],
        error_messages=needed("Select what staff are warned of"),
    )
    words = Words(
        "What happened, and what should they do?",
        longest=500,
        required=True,
        rows=3,
        hint="Facts, with when. For example, two loose dogs on 4 May 2026. Ring before you go in",
        attributes={"data-key": "h"},
        error_messages=needed("Enter what happened and what to do"),
    )
    basis = Line(
        "What does it rest on?",
        longest=300,
        required=True,
        hint="An incident, a report or who saw it. Not a guess",
        error_messages=needed("Enter what it rests on"),
    )
    source = RadiosField(
        label="Who told us?",
        choices=Source.choices,
        legend="s",
        small=True,
        error_messages=needed("Select who told us"),
    )

    field_order = ("kind", "words", "basis", "source", "review_on", "expires_on")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Begin with the usual days."""
        usual = {
            "review_on": rules.months_after(today, rules.WARNING_REVIEW_MONTHS),
            "expires_on": rules.months_after(today, rules.WARNING_MONTHS),
        }
        super().__init__(*args, initial=usual | kwargs.pop("initial", {}), **kwargs)

    def warning(self) -> WarningWords:
        """Return what was typed."""
        typed = self.cleaned_data
        return WarningWords(
            kind=WarningKind(typed["kind"]),
            source=Source(typed["source"]),
            **{name: typed[name] for name in ("words", "basis", "review_on", "expires_on")},
        )


def warning_begins_with(warning: StaffWarning) -> dict[str, Any]:
    """Return what the form of a review begins with."""
    return {name: getattr(warning, name) for name in ("kind", "words", "basis", "source")}


class EndForm(Form):
    """Why something is ended."""

    why = Line("Why does it end?", longest=300, required=True, error_messages=needed("Enter why it ends"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its field apart from the other form of the page."""
        super().__init__(*args, prefix="end", **kwargs)


class PassportForm(Form):
    """What somebody says of themselves, written with them, and how they agreed to it."""

    what_helps = Words(
        "What helps you first?",
        longest=500,
        required=True,
        rows=3,
        legend="m",
        hint="Ask them, and write what they say. Whoever answers reads this before anything else",
        attributes={"data-key": "h"},
        error_messages=needed("Enter what helps them first"),
    )
    own_words = Words(
        "What else do you want us to know?",
        longest=2000,
        rows=5,
        hint="In their own words. They need not name an illness",
    )
    agreed = RadiosField(
        label="How did they agree to what is written here?",
        hint="Read it back to them first",
        choices=Agreed.choices,
        legend="s",
        small=True,
        error_messages=needed("Select how they agreed"),
    )
    number = Line(
        "Telephone number they ring from",
        longest=40,
        kind="tel",
        width="20",
        hint="If they want to be found by it too. Leave it empty otherwise",
    )
    pin = Line(
        "PIN",
        longest=12,
        keyboard="numeric",
        width="10",
        hint="4 to 6 digits that they choose, asked for beside the number. Leave it empty for none, or for no change",
    )
    drop_pin = CheckboxesField(
        label="The PIN they have", choices=[("yes", "They want no PIN any more")], required=False, small=True
    )

    def __init__(self, *args: Any, has_pin: bool = False, **kwargs: Any) -> None:
        """Offer to drop a PIN where there is one."""
        super().__init__(*args, **kwargs)
        if not has_pin:
            del self.fields["drop_pin"]

    def clean_number(self) -> str:
        """Return the number in E.164, or nothing. Raises ValidationError for what is none."""
        typed = str(self.cleaned_data["number"])
        number = read(typed).e164 or ""
        if typed and not number:
            raise ValidationError("Enter a telephone number, like 01632 960 001 or 07700 900 123, or nothing")
        return number

    def clean_pin(self) -> str:
        """Return the PIN, or nothing. Raises ValidationError for one that the first guess opens."""
        typed = str(self.cleaned_data["pin"]).replace(" ", "")
        if typed:
            try:
                rules.check_pin(typed)
            except rules.Unfit as unfit:
                raise ValidationError(str(unfit)) from unfit
        return typed

    def said(self) -> Said:
        """Return what it says."""
        typed = self.cleaned_data
        return Said(typed["what_helps"], Agreed(typed["agreed"]), typed["own_words"])

    def new_pin(self) -> str | None:
        """Return the new PIN, "" for none from now on, None to leave it."""
        return self.cleaned_data["pin"] or ("" if self.cleaned_data.get("drop_pin") else None)


class FindForm(Form):
    """A passport's number and PIN, as somebody says them on the telephone."""

    number = Line(
        "Passport number",
        longest=40,
        required=True,
        width="20",
        keyboard="numeric",
        hint="Nine digits, in threes. For example, 412 907 361",
        attributes={"data-key": "n"},
        error_messages=needed("Enter the passport number"),
    )
    pin = Line("PIN", longest=12, width="10", keyboard="numeric", hint="If they have one")
    purpose = Line(
        "Why are you looking?",
        longest=300,
        required=True,
        hint="One sentence. It is kept with the record of who looked, and is checked",
        attributes={"data-key": "w"},
        error_messages=needed("Enter why you are looking"),
    )

    def __init__(self, *args: Any, asks_why: bool = True, **kwargs: Any) -> None:
        """Leave the purpose out where the work itself gives it."""
        super().__init__(*args, **kwargs)
        if not asks_why:
            del self.fields["purpose"]

    def clean_number(self) -> str:
        """Return the number's digits. Raises ValidationError for what no passport can have: a slip is heard at once."""
        digits = rules.passport_number(str(self.cleaned_data["number"]))
        if not digits:
            raise ValidationError(
                "One of the nine digits is not right: ask for the number again, three digits at a time"
            )
        return digits
