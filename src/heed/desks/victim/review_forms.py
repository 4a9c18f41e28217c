"""The pages of the public form for a case review: who, what was told to whom, what goes on, and how to reach them safely."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from heed.domain.calls.rules import readable
from heed.domain.case_review.applications.services import Applied, Told
from heed.domain.case_review.terms import Applicant, Body, Consent, Way
from heed.foundation.design.dates import day
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField, TextareaField, TextField
from heed.foundation.design.forms import Form

LONGEST_ABOUT = 4_000
LONGEST_EFFECT = 2_000
CUT = 40_000
"""Characters that are read at most; what is longer than a field allows is refused with a sentence."""
ROWS = 3
"""How many incidents the form has room for at first."""
NOBODY = "no"
WITHOUT = "none"

FOR_WHOM = (
    (Consent.OWN, "For myself, my household, or my business or group"),
    (Consent.AGREED, "For somebody else, who knows and agrees"),
    (Consent.LAWFUL, "For a child of mine, or for somebody whom I act for by law"),
    (NOBODY, "For somebody else, who does not know or does not agree"),
)
TOLD = (
    (Body.POLICE, "The police"),
    (Body.COUNCIL, "The council"),
    (Body.HOUSING, "My landlord or housing association"),
    (Body.HEALTH, "A doctor, nurse or other health service"),
    (Body.OTHER, "Somebody else"),
)
WAYS = (
    (Way.EMAIL, "E-mail"),
    (Way.TEXT, "Text message"),
    (Way.TELEPHONE, "Telephone call"),
    (Way.LETTER, "Letter"),
    (WITHOUT, "None of these: I will get in touch myself"),
)


class Line(TextField):
    """One line of typing, without what cannot be shown."""

    def __init__(self, label: str, *, empty: str = "", longest: int = 160, **rest: Any) -> None:
        """Word the errors by the label. empty: what is said when nothing was typed; required when it is given."""
        messages = {"required": empty, "max_length": f"{label} must be {longest} characters or fewer"}
        super().__init__(label=label, max_length=longest, required=bool(empty), error_messages=messages, **rest)

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return " ".join(readable(str(value or ""), longest=CUT).split())


class Words(TextareaField):
    """Several lines of typing, without what cannot be shown."""

    def __init__(self, label: str, *, longest: int, empty: str = "", too_long: str, **rest: Any) -> None:
        """Word the errors. empty: what is said when nothing was typed; required when it is given."""
        messages = {"required": empty, "max_length": f"{too_long} must be {longest:,} characters or fewer"}
        super().__init__(label=label, max_length=longest, required=bool(empty), error_messages=messages, **rest)

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return readable(str(value or ""), longest=CUT)


class WhoForm(Form):
    """Who applies, and for whom."""

    whom = RadiosField(
        label="Who are you applying for?",
        choices=FOR_WHOM,
        legend="m",
        error_messages={
            "required": "Select who you are applying for",
            "invalid_choice": "Select who you are applying for",
        },
    )
    name = Line("Your name", empty="Enter your name", hint="Or the name of your business or group", width="20")
    victim = Line(
        "Name of the person you are applying for", hint="Leave this empty if you are applying for yourself", width="20"
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the name of somebody else, and for their consent."""
        found: dict[str, Any] = super().clean() or {}
        whom = found.get("whom")
        if whom == NOBODY:
            self.add_error(
                "whom",
                "You can apply for somebody else only if they agree. Ask them first, or tell us what you worry about",
            )
        elif whom in {Consent.AGREED, Consent.LAWFUL} and not found.get("victim"):
            self.add_error("victim", "Enter the name of the person you are applying for")
        return found

    def answers(self) -> Iterator[tuple[str, str]]:
        """Give the answers to be checked."""
        typed = self.cleaned_data
        yield "Applying", dict(FOR_WHOM)[typed["whom"]]
        yield "Your name", typed["name"]
        if typed["whom"] != Consent.OWN:
            yield "Name of the person you are applying for", typed["victim"]


class ToldForm(Form):
    """Which incidents were told to whom, and when; one told to two bodies is one line."""

    def __init__(self, *args: Any, rows: int, **kwargs: Any) -> None:
        """Make room for so many incidents."""
        super().__init__(*args, **kwargs)
        self.rows = rows
        for n in range(1, rows + 1):
            nth = f"of incident {n}"
            self.fields[f"happened{n}"] = DateField(
                label="When did it happen?",
                subject=f"The day {nth}",
                hint="For example 27 3 2026. Leave it empty if you are not sure",
                required=False,
            )
            self.fields[f"bodies{n}"] = CheckboxesField(
                label="Whom did you tell?",
                hint="Select all that you told about this one incident",
                choices=TOLD,
                small=True,
                required=False,
                error_messages={"invalid_choice": f"Select whom you told {nth}"},
            )
            self.fields[f"made{n}"] = DateField(
                label="When did you first tell them?",
                subject=f"The day on which you told somebody {nth}",
                required=False,
            )
            self.fields[f"reference{n}"] = Line(f"Reference they gave you, incident {n}", longest=80, width="20")

    def groups(self) -> list[list[Any]]:
        """Return the fields of each incident."""
        names = ("happened", "bodies", "made", "reference")
        return [[self[f"{name}{n}"] for name in names] for n in range(1, self.rows + 1)]

    def clean(self) -> dict[str, Any]:
        """Ask for whom and when, once anything is said of an incident."""
        found: dict[str, Any] = super().clean() or {}
        today = timezone.localdate()
        for n in range(1, self.rows + 1):
            happened, bodies, made = (found.get(f"{name}{n}") for name in ("happened", "bodies", "made"))
            if not (happened or bodies or made or found.get(f"reference{n}")):
                continue
            if not bodies and f"bodies{n}" not in self.errors:
                self.add_error(f"bodies{n}", f"Select whom you told about incident {n}")
            if not made and f"made{n}" not in self.errors:
                self.add_error(f"made{n}", f"Enter when you told somebody about incident {n}")
            for name, on in (("happened", happened), ("made", made)):
                if on and on > today:
                    self.add_error(f"{name}{n}", f"The day for incident {n} must be today or in the past")
            if happened and made and made < happened and made <= today:
                self.add_error(
                    f"made{n}", f"You told somebody about incident {n} before it happened: check the two days"
                )
        return found

    def told(self) -> tuple[Told, ...]:
        """Return the incidents in the order of the page."""
        return tuple(
            Told(
                bodies=tuple(Body(body) for body in self.cleaned_data[f"bodies{n}"]),
                made_on=self.cleaned_data[f"made{n}"],
                happened_on=self.cleaned_data[f"happened{n}"],
                their_reference=self.cleaned_data[f"reference{n}"],
            )
            for n in range(1, self.rows + 1)
            if self.cleaned_data[f"bodies{n}"]
        )

    def answers(self) -> Iterator[tuple[str, str]]:
        """Give the answers to be checked."""
        told = self.told()
        for n, one in enumerate(told, 1):
            names = ", ".join(dict(TOLD)[body] for body in one.bodies)
            happened = f"Happened on {day(one.happened_on)}. " if one.happened_on else ""
            reference = f" Reference: {one.their_reference}." if one.their_reference else ""
            yield f"Incident {n}", f"{happened}Told on {day(one.made_on)}: {names}.{reference}"
        if not told:
            yield "Incidents", "None given. We look in our own records"


class AboutForm(Form):
    """What goes on, and what it does to them."""

    about = Words(
        "What is going on?",
        empty="Enter what is going on",
        too_long="What is going on",
        longest=LONGEST_ABOUT,
        rows=8,
        legend="m",
        hint="What happens, how often, since when, and what has been done about it. Up to 4,000 characters",
    )
    effect = Words(
        "What does it do to you, or to whom you are applying for?",
        too_long="What it does to you",
        longest=LONGEST_EFFECT,
        rows=5,
        legend="m",
        hint="For example sleep, health, work, children, fear. You need not answer. Up to 2,000 characters",
    )
    address = Line("Address where it happens", longest=300, hint="You need not answer")

    def answers(self) -> Iterator[tuple[str, str]]:
        """Give the answers to be checked."""
        yield "What is going on", self.cleaned_data["about"]
        yield "What it does to you", self.cleaned_data["effect"] or "Not answered"
        yield "Address", self.cleaned_data["address"] or "Not given"


class ReachForm(Form):
    """How it is safe to reach them, and whether what they wrote may be shared."""

    ways = CheckboxesField(
        label="How is it safe for us to reach you?",
        hint="Select only what nobody else can read or hear whom you are afraid of",
        choices=WAYS,
        divider={WITHOUT: "or"},
        legend="m",
        error_messages={
            "required": "Select how it is safe to reach you", "invalid_choice": "Select how it is safe to reach you",
        },
    )  # fmt: skip
    email = Line("E-mail address", longest=254, kind="email", width="20")
    telephone = Line("Telephone number", longest=40, kind="tel", width="20")
    post = Line("Address for letters", longest=300, hint="If it is not the one you gave before")
    minding = Line(
        "Is there anything to mind?", longest=500, hint="For example: only on weekdays, never leave a message"
    )
    shares = RadiosField(
        label="May we share what you wrote with those who must take part?",
        hint="The council, the health service and housing providers must look at it with us. Without this we can still count "
        "your complaints, but they cannot read what you wrote.",
        choices=[("yes", "Yes"), ("no", "No, ask me first")],
        legend="m",
        inline=True,
        error_messages={"required": "Select whether we may share what you wrote", "invalid_choice": "Select yes or no"},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen ways need."""
        found: dict[str, Any] = super().clean() or {}
        ways = set(found.get("ways") or ())
        if WITHOUT in ways and len(ways) > 1:
            self.add_error("ways", "Select the ways that are safe, or “None of these”, not both")
        if Way.EMAIL in ways and "@" not in (found.get("email") or ""):
            self.add_error("email", "Enter an e-mail address, like name@example.com")
        if ways & {Way.TEXT, Way.TELEPHONE} and sum(c.isdigit() for c in found.get("telephone") or "") < 6:  # noqa: PLR2004  too short to ring
            self.add_error("telephone", "Enter a telephone number, like 01632 960001 or 07700 900123")
        return found

    def answers(self) -> Iterator[tuple[str, str]]:
        """Give the answers to be checked."""
        typed = self.cleaned_data
        yield "Safe ways to reach you", ", ".join(dict(WAYS)[way] for way in typed["ways"])
        for label, name in (
            ("E-mail address", "email"), ("Telephone number", "telephone"), ("Address for letters", "post"),
            ("To mind", "minding"),
        ):  # fmt: skip
            if typed[name]:
                yield label, typed[name]
        yield "Share what I wrote", "Yes" if typed["shares"] == "yes" else "No, ask me first"


def applied(who: WhoForm, told: ToldForm, about: AboutForm, reach: ReachForm) -> Applied:
    """Put the pages of the form together."""
    consent = Consent(who.cleaned_data["whom"])
    typed = reach.cleaned_data
    return Applied(
        applicant=Applicant.VICTIM if consent == Consent.OWN else Applicant.OTHER,
        consent=consent,
        shares=typed["shares"] == "yes",
        name=who.cleaned_data["name"],
        victim_name="" if consent == Consent.OWN else who.cleaned_data["victim"],
        about=about.cleaned_data["about"],
        effect=about.cleaned_data["effect"],
        address=typed["post"] or about.cleaned_data["address"],
        email=typed["email"],
        telephone=typed["telephone"],
        safe_ways=tuple(way for way in typed["ways"] if way != WITHOUT),
        safe_words=typed["minding"],
        complaints=told.told(),
    )
