"""A register of invented people for the tests of linking: families, namesakes, slips, and who is who."""

import csv
from pathlib import Path
from random import Random

GIVEN = ["Ann", "Margaret", "Mohammed", "Sophie", "Liam", "Róisín", "Olivia", "Jack", "Stephen", "Elizabeth", "Chidi",
         "Wei", "Agnieszka", "Thomas", "Zara", "George", "Bronwen", "Ahmed", "Grace", "Peter", "Ngozi", "Harold"]  # fmt: skip
FAMILY = ["Walker", "O'Neill", "Khan", "Okafor", "Nguyễn", "Smith", "Kowalska", "van der Berg", "D'Souza", "Evans",
          "Clark", "Patel", "Fletcher", "Li", "Ward", "Hughes", "Baxter", "Moore", "Tansley", "Quill"]  # fmt: skip
STREETS = ["Acacia Road", "Foxglove Avenue", "Tansy Court", "High Street", "Bramble Lane", "Mill Rise"]
HEADER = ["id", "first_name", "surname", "dob", "address", "postcode", "phone", "email", "truth"]


def rows(people: int, *, seed: int) -> list[list[str]]:
    """Make households of people, each written down one to three times."""
    rng = Random(seed)
    made: list[list[str]] = []
    person = 0
    while person < people:
        family, number = rng.choice(FAMILY), rng.randrange(1, 90)
        address = f"{number} {rng.choice(STREETS)}"
        postcode = f"ZZ{rng.randrange(1, 9)} {rng.randrange(1, 9)}A{rng.choice('ABDEFGH')}"
        for _ in range(rng.randrange(1, 4)):
            person += 1
            given, born = (
                rng.choice(GIVEN),
                f"{rng.randrange(1940, 2005)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 28):02}",
            )
            phone = f"+4477009{rng.randrange(10_000, 99_999)}"
            for time in range(rng.randrange(1, 4)):
                first = given if rng.random() > 0.1 else given[:-1]
                last = family if rng.random() > 0.1 else family.replace("e", "a", 1)
                made.append([
                    f"r{person}-{time}", first, last, born if rng.random() > 0.3 else "", address, postcode,
                    phone if rng.random() > 0.4 else "", "", str(person),
                ])  # fmt: skip
    rng.shuffle(made)
    return made


def write(path: Path, made: list[list[str]]) -> Path:
    """Write them as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *made])
    return path
