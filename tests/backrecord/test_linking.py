"""A file of records is linked: what is read, what is refused, and what comes of it."""

import csv
from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from heed.backrecord import fields, linking
from heed.backrecord.fields import Unusable
from heed.backrecord.linking import Wanted
from heed.backrecord.reading import Table
from heed.engines.linkage.national import national
from tests.backrecord import register


def quiet(_):
    """Say nothing."""


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def made():
    return register.rows(400, seed=3)


@pytest.fixture(scope="module")
def linked(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("linked")
    source = register.write(folder / "people.csv", made)
    wanted = Wanted(source, folder / "clusters.csv", pairs=folder / "pairs.csv")
    return linking.link(wanted, quiet), read(folder / "clusters.csv"), read(folder / "pairs.csv"), wanted


def test_there_is_one_row_for_each_record_in_order(linked, made):
    assert [row["record_id"] for row in linked[1]] == [row[0] for row in made]


def test_a_cluster_is_called_after_its_first_record(linked):
    first = {}
    for row in linked[1]:
        assert first.setdefault(row["cluster_id"], row["record_id"]) == row["cluster_id"]


def test_those_of_one_household_are_not_one_person(linked, made):
    truth = {row[0]: row[-1] for row in made}
    together = Counter((row["cluster_id"], truth[row["record_id"]]) for row in linked[1])
    pairs = lambda counts: sum(n * (n - 1) // 2 for n in counts.values())  # noqa: E731
    right = pairs(together)
    claimed, true = pairs(Counter(row["cluster_id"] for row in linked[1])), pairs(Counter(truth.values()))

    assert right / claimed > 0.93
    assert right / true > 0.8


def test_the_pairs_name_records_and_say_how_likely(linked):
    assert linked[2]
    ids = {row["record_id"] for row in linked[1]}
    assert all(row["a"] in ids and row["b"] in ids and 0 < float(row["probability"]) <= 1 for row in linked[2])


def test_the_same_file_gives_the_same_clusters(linked, tmp_path):
    *_, wanted = linked
    again = Wanted(wanted.source, tmp_path / "clusters.csv", pairs=tmp_path / "pairs.csv")
    linking.link(again, quiet)

    assert (tmp_path / "clusters.csv").read_bytes() == wanted.out.read_bytes()
    assert (tmp_path / "pairs.csv").read_bytes() == wanted.pairs.read_bytes()


def test_parquet_gives_what_csv_gives(linked, made, tmp_path):
    *_, wanted = linked
    columns = zip(*made, strict=True)
    pq.write_table(
        pa.table({name: list(column) for name, column in zip(register.HEADER, columns, strict=True)}),
        tmp_path / "p.parquet",
    )
    linking.link(Wanted(tmp_path / "p.parquet", tmp_path / "out.csv"), quiet)

    assert (tmp_path / "out.csv").read_bytes() == wanted.out.read_bytes()


def test_a_ready_model_links_without_learning(made, tmp_path):
    source = register.write(tmp_path / "people.csv", made)
    (tmp_path / "model.json").write_text(national().model.as_json(), encoding="utf-8")

    found = linking.link(Wanted(source, tmp_path / "out.csv", model=tmp_path / "model.json"), quiet)

    assert found.model == national().model.label
    assert found.clusters < found.records


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_handful_of_records_is_linked_as_well(made, tmp_path, count):
    source = register.write(tmp_path / "few.csv", made[:count])
    linking.link(Wanted(source, tmp_path / "out.csv"), quiet)

    assert len(read(tmp_path / "out.csv")) == count


def test_records_without_names_of_their_own_are_numbered(tmp_path):
    (tmp_path / "in.csv").write_text("first_name,surname\nAnn,Walker\nBob,Khan\n", encoding="utf-8")
    linking.link(Wanted(tmp_path / "in.csv", tmp_path / "out.csv"), quiet)

    assert [row["record_id"] for row in read(tmp_path / "out.csv")] == ["1", "2"]


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        (b"", {}, "is empty"),
        (b"\n\n", {}, "is empty"),
        (b"first_name,surname\n", {}, "has no records"),
        (b"first_name,surname\nAnn\xff,Walker\n", {}, "not text in UTF-8"),
        (b"first\x00name,surname\nAnn,Walker\n", {}, "not a CSV file"),
        (b"first_name,surname\nAnn,Walker,x\n", {}, "line 2: 3 fields where the first line names 2"),
        (b'first_name,surname\n"Ann,Walker\n', {}, "not a CSV file"),
        (b"a,b\n1,2\n", {}, "give --map. It has a, b"),
        (b"first_name,first_name\nAnn,Bob\n", {}, "two columns called"),
        (
            b"id,surname\n1,Walker\n1,Khan\n",
            {"id": "id"},
            "“1” in column id names two records, the second of them record 2",
        ),
        (b"id,surname\n1,Walker\n,Khan\n", {"id": "id"}, "record 2 has nothing in column id"),
        (b"surname\nWalker\n", {"id": "nr"}, "no column “nr”; it has surname"),
        (b"surname\nWalker\n", {"map": "given=first"}, "no column “first”; it has surname"),
        (b"surname\nWalker\n", {"map": "nickname=surname"}, "no field “nickname”"),
        (b"surname\nWalker\n", {"map": "surname"}, "not FIELD=COLUMN"),
        (b"surname\nWalker\n", {"also": "surname"}, "not COLUMN:exact or COLUMN:text"),
        (b"surname\nWalker\n", {"also": "job:text"}, "no column “job”"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence_and_nothing_is_written(tmp_path, content, options, sentence):
    (tmp_path / "in.csv").write_bytes(content)

    with pytest.raises(Unusable, match=sentence.replace("(", r"\(")):
        linking.link(Wanted(tmp_path / "in.csv", tmp_path / "out.csv", **options), quiet)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_a_csv_that_is_called_parquet_is_refused(tmp_path):
    (tmp_path / "in.parquet").write_text("surname\nWalker\n", encoding="utf-8")

    with pytest.raises(Unusable, match="is not Parquet"):
        Table(tmp_path / "in.parquet")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ", "])
def test_whatever_parts_the_columns_is_found_out(tmp_path, delimiter):
    (tmp_path / "in.csv").write_text(
        "\ufeff" + delimiter.join(["id", "first_name"]) + "\n" + delimiter.join(["1", " Ann "]) + "\n", encoding="utf-8"
    )
    table = Table(tmp_path / "in.csv")

    assert (list(table.columns), list(table.rows(["first_name", "id"]))) == (["id", "first_name"], [("Ann", "1")])


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["forename", "family_name", "DOB"], {"given": ("forename",), "surname": ("family_name",), "dob": ("DOB",)}),
        (["full_name", "zip"], {"name": ("full_name",), "postcode": ("zip",)}),
        (["name", "surname"], {"surname": ("surname",)}),
        (["Date of Birth", "age"], {"dob": ("Date of Birth",)}),
        (["firstName", "lastName"], {"given": ("firstName",), "surname": ("lastName",)}),
        (["street_number", "address_1", "town"], {"address": ("street_number", "address_1", "town")}),
        (["mobile", "e-mail"], {"phone": ("mobile",), "email": ("e-mail",)}),
        (["postcode_fake", "occupation"], {"postcode": ("postcode_fake",)}),
        (["x", "y"], {}),
    ],
)
def test_columns_are_guessed_from_their_names(columns, found):
    assert fields.guess(columns) == found


def test_a_field_may_be_several_columns():
    found = fields.read_map("address=number+street, given=first", ["number", "street", "first"])

    assert found == {"address": ("number", "street"), "given": ("first",)}
