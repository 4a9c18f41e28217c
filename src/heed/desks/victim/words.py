"""What the victim's page says beside the questions, which are the pack's, in English and in Welsh."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices

from heed.domain.aftermath.terms import CalledBefore, Satisfied, Stopped, YesNo

PAGE: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "en": {
        "title": "A few short questions",
        "skip": "Skip to main content",
        "leave": "Leave this page",
        "other": "Cymraeg",
        "alone": "This takes two minutes. If somebody can see your screen and should not, leave this page now.",
        "traces": "This page names nobody. Your browser may still keep its address in its list.",
        "start": "Start",
        "problem": "There is a problem",
        "required": "Select whether it has stopped",
        "too_long": "Keep it to 2,000 characters or fewer",
        "optional": "You need not answer any of the following.",
        "send": "Send",
        "danger": "If you are in danger now, ring 999.",
        "thanks_title": "Thank you",
        "thanks": "We have what you told us. If it has not stopped, we will be in touch in the way that is safe for you.",
        "gone_title": "This page does not open any more",
        "gone": "The link may have run out. To tell us all the same, ring the number you rang before.",
        "wait_title": "Please try again later",
        "wait": "This page was opened very often within a short time. Try again in an hour.",
        "own_words_hint": "Do not name anybody you are afraid of if somebody may read this on your screen",
    },
    "cy": {
        "title": "Ychydig o gwestiynau byr",
        "skip": "Neidio i'r prif gynnwys",
        "leave": "Gadael y dudalen hon",
        "other": "English",
        "alone": "Mae hyn yn cymryd dwy funud. Os gall rhywun arall weld eich sgrin, gadewch nawr.",
        "traces": "Nid yw'r dudalen hon yn enwi neb. Gall eich porwr gadw ei chyfeiriad o hyd.",
        "start": "Dechrau",
        "problem": "Mae yna broblem",
        "required": "Dewiswch a yw wedi dod i ben",
        "too_long": "Cadwch ef i 2,000 o nodau neu lai",
        "optional": "Nid oes rhaid i chi ateb unrhyw un o'r canlynol.",
        "send": "Anfon",
        "danger": "Os ydych mewn perygl nawr, ffoniwch 999.",
        "thanks_title": "Diolch",
        "thanks": "Mae eich ateb gennym. Os nad yw wedi dod i ben, byddwn yn cysylltu mewn ffordd ddiogel i chi.",
        "gone_title": "Nid yw'r dudalen hon yn agor mwyach",
        "gone": "Efallai bod y ddolen wedi dod i ben. Ffoniwch y rhif y gwnaethoch ei ffonio o'r blaen.",
        "wait_title": "Rhowch gynnig arall arni yn nes ymlaen",
        "wait": "Agorwyd y dudalen hon yn aml iawn. Rhowch gynnig arall arni ymhen awr.",
        "own_words_hint": "Peidiwch ag enwi neb rydych yn ei ofni os gall rhywun arall ddarllen hwn",
    },
})  # fmt: skip

WELSH: Mapping[str, str] = MappingProxyType({
    Stopped.STOPPED: "Mae wedi dod i ben",
    Stopped.SAME: "Mae'r un fath",
    Stopped.WORSE: "Mae'n waeth",
    Stopped.BACK: "Daeth i ben, ac yna dychwelyd",
    Satisfied.VERY: "Bodlon iawn",
    Satisfied.FAIRLY: "Eithaf bodlon",
    Satisfied.NEITHER: "Ddim yn fodlon nac yn anfodlon",
    Satisfied.FAIRLY_NOT: "Eithaf anfodlon",
    Satisfied.VERY_NOT: "Anfodlon iawn",
    Satisfied.UNKNOWN: "Ddim yn gwybod",
    Satisfied.WOULD_NOT_SAY: "Gwell gen i beidio â dweud",
    YesNo.YES: "Do",
    YesNo.NO: "Naddo",
    CalledBefore.NEVER: "Erioed",
    CalledBefore.ONCE_OR_TWICE: "Unwaith neu ddwywaith",
    CalledBefore.THREE_TO_FIVE: "3 i 5 gwaith",
    CalledBefore.SIX_TO_TEN: "6 i 10 gwaith",
    CalledBefore.MORE: "Mwy na 10 gwaith",
})  # fmt: skip

OWN: Mapping[str, str] = MappingProxyType({
    Satisfied.UNKNOWN: "I do not know",
    Satisfied.WOULD_NOT_SAY: "I would rather not say",
})  # fmt: skip
"""What staff tick of somebody, as they say it of themselves."""


def choices(of: type[TextChoices], language: str) -> list[tuple[str, str]]:
    """Return the choices of a question in a language, as somebody says it of themselves."""
    words = WELSH if language == "cy" else OWN
    return [(choice.value, words.get(choice.value, str(choice.label))) for choice in of]
