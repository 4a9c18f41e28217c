"""Kinds of words that a pattern may name: `<poss>`, `<be>`, `<rel>` and the like; and whom a noun speaks of."""

POSSESSIVES = ("my", "his", "her", "their", "our", "your", "the", "its", "whose")
BE = ("is", "are", "was", "were", "am", "be", "been", "being", "'s", "'re", "'m", "isnt", "arent", "wasnt", "bin", "s")
HAVE = ("have", "has", "had", "having", "got", "get", "gets", "'ve", "'s", "with", "gotten")
PRONOUNS = ("he", "she", "they", "i", "we", "you", "it", "him", "her", "them", "me", "us", "who")
VERY = (
    "very", "really", "so", "quite", "proper", "dead", "right", "ever", "totally", "completely", "pretty", "bit", "a",
    "extremely", "absolutely", "just", "all", "fairly", "rather", "too", "well", "reyt", "pure", "still", "also", "now",
    "always", "getting", "become", "slightly", "little", "partially", "severely", "quite", "terribly", "awful", "that",
)  # fmt: skip
RELATIONS = (
    "mum", "mother", "mam", "mom", "ma", "mummy", "dad", "father", "da", "daddy", "nan", "nanna", "nana", "gran",
    "grandma", "granny", "grandmother", "grandad", "grandfather", "grandpa", "taid", "nain", "husband", "hubby", "wife",
    "missus", "missis", "partner", "boyfriend", "girlfriend", "bf", "gf", "fiance", "fiancee", "spouse", "ex", "son",
    "daughter", "lad", "lass", "boy", "girl", "baby", "child", "kid", "kids", "children", "kiddies", "bairn", "bairns",
    "wean", "weans", "sons", "daughters", "twins", "grandson", "granddaughter", "grandchild", "grandchildren",
    "grandkids", "brother", "sister", "bro", "sis", "aunt", "auntie", "aunty", "uncle", "niece", "nephew", "cousin",
    "stepson", "stepdaughter", "stepdad", "stepmum", "parents", "family", "neighbour", "neighbours", "ndn", "nextdoor",
    "friend", "mate", "flatmate", "housemate", "lodger", "tenant", "resident", "lady", "gentleman", "gent", "man",
    "woman", "male", "female", "person", "people", "bloke", "fella", "fellow", "guy", "chap", "pensioner", "pensioners",
    "oap", "ip", "aggrieved", "agg", "vic", "victim", "caller", "infmt", "informant", "inft", "inf", "complainant",
    "suspect", "susp", "offender", "subject", "youth", "youths", "lads", "lodgers", "customer", "landlord", "landlady",
    "couple", "inlaw", "relative", "carer", "widow", "widower", "householder", "occupant", "occupier", "pupil",
    "student",
)  # fmt: skip
CANT = (
    "cant", "cannot", "can not", "couldnt", "could not", "unable to", "not able to", "can no longer", "struggles to",
    "struggling to", "struggle to", "finds it hard to", "finds it difficult to", "find it hard to", "hardly able to",
    "can hardly", "can barely", "isnt able to", "never been able to", "wont be able to", "cant even", "has trouble",
    "has difficulty",
)  # fmt: skip

ORDINALS = (
    "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "umpteenth", "nth", "umteenth",
    "hundredth", "millionth",
    *(
        f"{n}"
        f"{'st' if n % 10 == 1 and n != 11 else 'nd' if n % 10 == 2 and n != 12 else 'rd' if n % 10 == 3 and n != 13 else 'th'}"
        for n in range(2, 60)
    ),
)  # fmt: skip
PERIODS = (
    "night", "nights", "nite", "nites", "day", "days", "evening", "evenings", "eve", "week", "weeks", "wk", "wks",
    "weekend", "weekends", "wkend", "month", "months", "mth", "mths", "morning", "mornings", "afternoon", "afternoons",
    "hour", "hours", "year", "years", "yr", "yrs", "term", "terms", "fortnight", "summer", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tues", "wed", "weds", "thurs", "fri", "sat", "sun",
    "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays", "dinnertime", "teatime",
    "bedtime",
)  # fmt: skip
SINCES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "summer", "spring",
    "autumn", "winter", "easter", "christmas", "xmas", "halloween", "ramadan", "eid", "diwali", "lockdown", "covid",
    "michaelmas", "whitsun", "bonfire", "new", "last", "before", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "day", "half",
)  # fmt: skip
TIMES = (
    "time",
    "call",
    "report",
    "contact",
    "email",
    "complaint",
    "incident",
    "occasion",
    "visit",
    "letter",
    "go",
    "episode",
    "instance",
    "log",
)
HARMS = (
    "banging", "knocking", "shouting", "throwing", "kicking", "ringing", "coming", "calling", "smashing", "chucking",
    "booting", "egging", "doing", "parking", "playing", "swearing", "harassing", "threatening", "following",
    "targeting", "abusing", "taunting", "damaging", "spitting", "screaming", "hammering", "pestering", "hanging",
    "gathering", "turning", "leaving", "dumping", "riding", "starting", "happening", "messing", "picking", "staring",
    "filming", "putting", "taking", "nicking", "having", "getting", "going", "letting", "setting", "blocking",
    "climbing", "texting", "messaging", "posting", "unzipping", "tipping", "bothering", "asking", "making", "revving",
    "racing", "fighting", "drinking", "urinating", "weeing", "winding", "trying", "waking",
)  # fmt: skip

CLASSES: dict[str, tuple[str, ...]] = {
    "<be>": BE,
    "<have>": HAVE,
    "<pron>": PRONOUNS,
    "<very>": VERY,
    "<rel>": RELATIONS,
    "<ordinal>": ORDINALS,
    "<period>": PERIODS,
    "<when>": SINCES,
    "<times>": TIMES,
    "<harming>": HARMS,
}
"""Kinds of which any one word stands for the kind."""

NUMBER = "<num>"

MACROS: dict[str, str] = {
    "<very>": "",
    "<poss>": f"({'|'.join(POSSESSIVES)}|<rel> 's)",
    "<cant>": f"({'|'.join(CANT)})",
    "<age>": "<num> (yo|yrs|years|yoa|year)?",
}
"""What a kind stands for, in the mini-language itself; <very> stands for none, one or two of its words."""

SPELLED = {
    **{word: number for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
         "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"))},
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
"""Numbers in words."""


def kinds_of() -> dict[str, tuple[str, ...]]:
    """Each word and the kinds it is of; numbers in words are numbers."""
    found: dict[str, list[str]] = {}
    for kind, words in CLASSES.items():
        for word in dict.fromkeys(words):
            found.setdefault(word, []).append(kind)
    for word in SPELLED:
        found.setdefault(word, []).append(NUMBER)
    for word in ("couple", "few", "several", "dozen", "umpteen", "numerous", "many", "multiple"):
        found.setdefault(word, []).append(NUMBER)
    return {word: tuple(kinds) for word, kinds in found.items()}
