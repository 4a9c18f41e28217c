"""Names as people type them: what must meet, what must stay apart, and what must hold for any text at all."""

import csv
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.linkage import names
from heed.engines.linkage.names import Name, read_name, read_whole_name, roots, sounds

NOBODY = Name("", "", "", "", "", (), "")

# Words that reach further into the code than any text does.
pieces = st.sampled_from(
    [
        "Mr",
        "Mrs",
        "PC",
        "Dr",
        "Sir",
        "Lord",
        "Baron",
        "Prince",
        "1st",
        "II",
        "OBE",
        "Jr",
        "Mc",
        "Mac",
        "M'",
        "O'",
        "O",
        "D'",
        "van",
        "der",
        "de",
        "al-",
        "St",
        "nee",
        "Unknown",
        "N/A",
        "Baby",
        "NFN",
        "XX",
        "X",
        "not",
        "known",
        "John",
        "Mary-Jane",
        "Mei",
        "Ling",
        "Steve",
        "Smith",
        "Smith-Jones",
        "ONEILL",
        "Kowalska",
        "Ivanova",
        "MacDonald",
        "Ó",
        "Néill",
        "李小明",
        "محمد",
        ",",
        ".",
        "-",
        "'",
        "😀",
        "5",
    ]
)
namelike = st.lists(pieces, max_size=6).map(" ".join)
anything = st.one_of(st.text(max_size=60), namelike)


def nicknames() -> list[tuple[str, str]]:
    with resources.files(names.__package__).joinpath("nicknames.csv").open(encoding="ascii") as rows:
        return [(row["root"], row["form"]) for row in csv.DictReader(rows)]


@pytest.mark.parametrize(
    ("typed", "family", "parts"),
    [
        pytest.param("O'Neill", "ONEILL", ("NEILL",), id="apostrophe"),
        pytest.param("O\u2019Neill", "ONEILL", ("NEILL",), id="curly apostrophe"),
        pytest.param("Ó Néill", "ONEILL", ("NEILL",), id="Irish spelling"),
        pytest.param("ONeill", "ONEILL", ("NEILL",), id="written together"),
        pytest.param("O Neill", "ONEILL", ("NEILL",), id="O apart"),
        pytest.param("Osborne", "OSBORNE", ("OSBORNE",), id="O that is no prefix"),
        pytest.param("D'Souza", "DSOUZA", ("SOUZA",), id="D apostrophe"),
        pytest.param("van der Berg", "VANDERBERG", ("BERG",), id="van der"),
        pytest.param("de la Cruz", "DELACRUZ", ("CRUZ",), id="de la"),
        pytest.param("dos Santos", "DOSSANTOS", ("SANTOS",), id="dos"),
        pytest.param("da Silva", "DASILVA", ("SILVA",), id="da"),
        pytest.param("al-Hassan", "ALHASSAN", ("HASSAN",), id="al"),
        pytest.param("El Sayed", "ELSAYED", ("SAYED",), id="el"),
        pytest.param("bin Laden", "BINLADEN", ("LADEN",), id="bin"),
        pytest.param("Ben Ali", "BENALI", ("ALI",), id="ben"),
        pytest.param("St. John", "STJOHN", ("JOHN",), id="saint"),
        pytest.param("Smith-Jones", "SMITHJONES", ("SMITH", "JONES"), id="double barrel, hyphen"),
        pytest.param("Smith Jones", "SMITHJONES", ("SMITH", "JONES"), id="double barrel, space"),
        pytest.param("Smith née Jones", "SMITH", ("SMITH", "JONES"), id="name before marriage"),
        pytest.param("Van", "VAN", ("VAN",), id="nothing but a prefix is the name"),
        pytest.param("MacDonald", "MACDONALD", ("MCDONALD",), id="Mac"),
        pytest.param("Mc Donald", "MCDONALD", ("MCDONALD",), id="Mc apart"),
        pytest.param("M'Donald", "MCDONALD", ("MCDONALD",), id="M apostrophe"),
        pytest.param("Mace", "MACE", ("MACE",), id="Mac that is no prefix"),
        pytest.param("Kowalska", "KOWALSKA", ("KOWALSKI",), id="Polish, a woman's"),
        pytest.param("Ivanova", "IVANOVA", ("IVANOV",), id="Slavic, a woman's"),
        pytest.param("Casanova", "CASANOVA", ("CASANOVA",), id="Italian, nobody's wife"),
        pytest.param("Nguyễn", "NGUYEN", ("NGUYEN",), id="two accents on a letter"),
        pytest.param("李", "LI", ("LI",), id="Chinese script"),
        pytest.param("Ковальский", "KOVALSKIY", ("KOVALSKI",), id="Cyrillic"),
        pytest.param("Șerban", "SERBAN", ("SERBAN",), id="Romanian comma"),
        pytest.param("Mr Smith", "SMITH", ("SMITH",), id="title in the family's field"),
        pytest.param("Smith Jr", "SMITH", ("SMITH",), id="junior"),
        pytest.param("Sm1ith😀\x00", "SMITH", ("SMITH",), id="digits, pictures, control characters"),
        pytest.param("Ng", "NG", ("NG",), id="two letters"),
    ],
)
def test_a_family_name_is_joined_and_taken_apart(typed, family, parts):
    read = read_name("", typed)

    assert (read.family, read.parts) == (family, parts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("McDonald", "MacDonald"),
        ("Kowalski", "Kowalska"),
        ("Ivanov", "Ivanova"),
        ("O'Neill", "Ó Néill"),
        ("Smith", "Smyth"),
    ],
)
def test_spellings_of_one_family_sound_alike(one, other):
    assert read_name("", one).family_sound == read_name("", other).family_sound != ""


@pytest.mark.parametrize(
    ("typed", "first", "others"),
    [
        pytest.param("Mary Jane", "MARY", "JANE", id="two names"),
        pytest.param("Mary-Jane", "MARY", "JANE", id="hyphen"),
        pytest.param("Mei Ling", "MEI", "LING", id="Chinese"),
        pytest.param("J.A.", "J", "A", id="initials"),
        pytest.param("J", "J", "", id="one letter"),
        pytest.param("Mr John James Edward", "JOHN", "JAMES EDWARD", id="Mr"),
        pytest.param("Mrs Mary", "MARY", "", id="Mrs"),
        pytest.param("PC John", "JOHN", "", id="PC"),
        pytest.param("Dr. Rev John", "JOHN", "", id="two titles"),
        pytest.param("Mrs", "", "", id="nothing but a title"),
        pytest.param("Łukasz", "LUKASZ", "", id="stroke"),
        pytest.param("Ștefania", "STEFANIA", "", id="comma below"),
        pytest.param("Jo\u0301n", "JON", "", id="accent as a character of its own"),
        pytest.param("Дмитрий", "DMITRIY", "", id="Cyrillic"),
        pytest.param("小明", "XIAOMING", "", id="Chinese script"),
        pytest.param("D'Arcy", "DARCY", "", id="apostrophe"),
        pytest.param("A" * 200, "A" * 200, "", id="200 letters"),
        pytest.param("", "", "", id="empty"),
        pytest.param("123 😀", "", "", id="no letter"),
    ],
)
def test_given_names_keep_their_order(typed, first, others):
    read = read_name(typed, "Smith")

    assert (read.given, read.others, read.family) == (first, others, "SMITH")


@pytest.mark.parametrize(
    "typed",
    [
        "UNKNOWN",
        "Not Known",
        "N/A",
        "n/k",
        "REFUSED",
        "Anon",
        "Caller",
        "MALE",
        "Female",
        "Baby",
        "Test",
        "XXX",
        "Unknown Male",
        "not given",
        "...",
    ],
)
def test_a_placeholder_is_nobody(typed):
    assert read_name(typed, typed) == NOBODY
    assert read_whole_name(typed) == NOBODY


@pytest.mark.parametrize(
    ("typed", "first", "others", "family"),
    [
        pytest.param("Mr John A. Smith", "JOHN", "A", "SMITH", id="title and initial"),
        pytest.param("SMITH, John", "JOHN", "", "SMITH", id="family first"),
        pytest.param("Smith, Mr John", "JOHN", "", "SMITH", id="family first, title"),
        pytest.param("thomas clifford, 1st baron clifford of chudleigh", "THOMAS", "", "CLIFFORD", id="peerage"),
        pytest.param("Robert Cecil, Earl of Salisbury", "ROBERT", "", "CECIL", id="earl of"),
        pytest.param("Jones, Earl", "EARL", "", "JONES", id="a man called Earl"),
        pytest.param("Prince Adeyemi", "PRINCE", "", "ADEYEMI", id="a man called Prince"),
        pytest.param("John Smith, OBE", "JOHN", "", "SMITH", id="honour"),
        pytest.param("John Smith III", "JOHN", "", "SMITH", id="numeral"),
        pytest.param("Jan van der Berg", "JAN", "", "VANDERBERG", id="prefixes"),
        pytest.param("Mary O Neill", "MARY", "", "ONEILL", id="O apart"),
        pytest.param("Al Smith", "AL", "", "SMITH", id="a given name that could be a prefix"),
        pytest.param("Mrs Smith", "", "", "SMITH", id="title and one name"),
        pytest.param("Sir John", "JOHN", "", "", id="sir and one name"),
        pytest.param("Lord Byron", "", "", "BYRON", id="lord and one name"),
        pytest.param("Smith, Dr", "", "", "SMITH", id="title behind"),
        pytest.param("王小明", "XIAOMING", "", "WANG", id="Chinese script"),
        pytest.param("Madonna", "MADONNA", "", "", id="one name"),
        pytest.param("Anna Smith nee Jones", "ANNA", "", "SMITH", id="name before marriage"),
    ],
)
def test_a_whole_name_is_parted(typed, first, others, family):
    read = read_whole_name(typed)

    assert (read.given, read.others, read.family) == (first, others, family)


@pytest.mark.parametrize(
    ("typed", "first", "others", "family"),
    [
        ("Mr John Smith", "JOHN", "", "SMITH"),
        ("Smith, John", "JOHN", "", "SMITH"),
        ("Mrs Smith", "", "", "SMITH"),
        ("Mrs Mary", "MARY", "", ""),
        ("David Thomas", "DAVID", "THOMAS", ""),
        ("John", "JOHN", "", ""),
    ],
)
def test_a_given_field_may_hold_everything(typed, first, others, family):
    read = read_name(typed, "")

    assert (read.given, read.others, read.family) == (first, others, family)


@pytest.mark.parametrize("form", ["Steve", "Stephen", "Steven", "Ste", "Stevie"])
def test_forms_of_a_name_have_one_root(form):
    assert read_name(form, "").root == "STEPHEN"


@pytest.mark.parametrize(
    "spelling",
    [
        "Mohammed",
        "Muhammad",
        "Mohamed",
        "Mohammad",
        "Muhammed",
        "Mohamad",
        "Mohamud",
        "Muhamed",
        "Mohd",
        "Mahomed",
        "Mehmet",
        "Mo",
        "Md",
        "محمد",
    ],
)
def test_every_spelling_of_mohammed_has_one_root(spelling):
    assert read_name(spelling, "Khan").root == "MOHAMMED"


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        *(
            ("Maggie", "Margaret"),
            ("Gosia", "Małgorzata"),
            ("Kasia", "Katarzyna"),
            ("Aga", "Agnieszka"),
            ("Tunde", "Babatunde"),
        ),
        *(("Paddy", "Patrick"), ("Dai", "David"), ("Alex", "Alexandru"), ("Chris", "Krzysztof"), ("Jas", "Jaswinder")),
        *(
            ("Bob", "Robert"),
            ("Peggy", "Margaret"),
            ("Hamish", "James"),
            ("Ellie", "Eleanor"),
            ("Emeka", "Chukwuemeka"),
        ),
    ],
)
def test_a_short_form_meets_its_name(short, whole):
    assert roots(read_name(short, "").given) & roots(read_name(whole, "").given)


def test_an_ambiguous_form_has_every_root_and_one_usual():
    assert {"CHRIS", "CHRISTOPHER", "CHRISTINE"} <= roots("CHRIS")
    assert read_name("Chris", "").root == "CHRISTOPHER"


def test_a_name_in_no_group_is_its_own_root():
    assert (read_name("Zebedee", "").root, roots("ZEBEDEE"), roots("")) == (
        "ZEBEDEE",
        frozenset({"ZEBEDEE"}),
        frozenset(),
    )


def test_the_nicknames_are_sorted_plain_and_end_in_roots():
    rows = nicknames()

    assert len(rows) >= 700
    assert rows == sorted(set(rows))
    assert all(word.isascii() and word.isalpha() and word.isupper() for row in rows for word in row)
    assert {form for _, form in rows}.isdisjoint(root for root, _ in rows)


def test_the_usual_roots_are_in_the_list():
    known = {root for root, _ in nicknames()}

    assert set(names._COMMON) <= known
    assert {(root, form) for form, root in names._USUALLY.items()} <= set(nicknames())


@given(anything, anything)
def test_reading_never_raises_and_leaves_plain_letters(one, other):
    for read in (read_name(one, other), read_whole_name(one)):
        letters = read.given + read.others.replace(" ", "") + read.root + read.family + "".join(read.parts)

        assert not letters or (letters.isascii() and letters.isalpha() and letters.isupper())
        assert bool(read.family) == bool(read.parts) == bool(read.family_sound)
        assert bool(read.given) == bool(read.root) == bool(read.sound)


@given(anything, anything)
def test_reading_what_was_read_gives_the_same(one, other):
    read = read_name(one, other)
    again = read_name(f"{read.given} {read.others}", read.family)

    assert (again.given, again.others, again.root, again.family) == (read.given, read.others, read.root, read.family)
    assert read_name("", " ".join(read.parts)).parts == read.parts


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1))
def test_every_word_has_a_sound(word):
    assert sounds(word)
