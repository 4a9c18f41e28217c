"""`heed agency tokens`, where an agency's records are; and the key that the force gives it for that."""

import csv
import io
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.partners import add_agency, sign

from heed.engines.linkage.token_rows import SENT, made
from heed.engines.linkage.tokens import KEY_BYTES, fingerprint, read_key, written

KEY = bytes(range(KEY_BYTES))
RECORDS = "reference,reported_on,type,given_name,family_name,date_of_birth,address,postcode\n"
JEAN = "ASB-1,20/11/2026,noise,Jean,Carter,02/05/1961,14 Acacia Road,ZZ1 1AA\n"


@pytest.fixture
def key_file(tmp_path):
    """Return a file with the key in it."""
    path = tmp_path / "key.txt"
    path.write_text(written(KEY) + "\n", "utf-8")
    return path


@pytest.fixture
def tokens(heed, key_file, tmp_path):
    """Return what the tool makes of records: its exit code, its rows, and what it says to people."""

    def tokens(records, *, encoding="utf-8"):
        path = tmp_path / "records.csv"
        path.write_bytes(records.encode(encoding))
        said = heed("agency", "tokens", str(path), "--key-file", str(key_file))
        return said.code, list(csv.DictReader(io.StringIO(said.out))), said.err

    return tokens


def test_one_row_comes_out_for_each_that_goes_in_and_no_name(tokens):
    code, rows, err = tokens(RECORDS + JEAN)

    assert code == 0
    assert [row["reference"] for row in rows] == ["ASB-1"]
    assert list(rows[0]) == [*SENT, "error"]
    assert not [word for word in ("Jean", "Carter", "Acacia", "1961") if word in str(rows)]
    assert f"1 of 1 rows made with key {fingerprint(KEY)}" in err


def test_a_row_that_says_too_little_stands_in_its_place_with_its_error_alone(tokens):
    code, rows, err = tokens(
        RECORDS + JEAN + "Omar Haddad,20/11/2026,noise,Omar,Haddad,,,\n" + JEAN.replace("-1", "-3")
    )

    assert code == 1
    assert [bool(row["error"]) for row in rows] == [False, True, False]
    assert "Omar" not in str(rows)
    assert "1 rows were left out" in err


@pytest.mark.parametrize(
    ("records", "encoding"),
    [
        ("\ufeff" + RECORDS + JEAN, "utf-8"),
        (RECORDS + JEAN, "utf-16"),
        ((RECORDS + JEAN).replace(",", ";"), "utf-8"),
        ((RECORDS + JEAN).replace(",", "\t"), "cp1252"),
        (
            (
                "Case number,Date reported,Category,Name,DOB,Address,Post-code\r\n"
                'ASB-1,2026-11-20,Noise,"CARTER, Jéan",2 May 1961,14 acacia rd,zz11aa\r\n'
            ),
            "cp1252",
        ),
    ],
)
def test_whatever_a_spreadsheet_writes_gives_the_same_row(tokens, records, encoding):
    code, rows, _ = tokens(records, encoding=encoding)

    assert code == 0
    record = dict(zip(RECORDS.strip().split(","), JEAN.strip().split(","), strict=True))
    assert rows == [made(record, key=KEY) | {"error": ""}]


@pytest.mark.parametrize(
    ("records", "why"),
    [
        ("", "There is no column reference, reported_on"),
        ("reference,given_name\n", "There is no column reported_on"),
        ("reference,reported_on,summary\n", "There is no column given_name, address or uprn"),
        ("reference,case,reported_on,uprn\n", "Two columns are read as reference"),
    ],
)
def test_a_file_without_the_columns_is_refused_before_anything_is_written(tokens, records, why):
    code, rows, err = tokens(records)

    assert (code, rows) == (2, [])
    assert why in err


def test_a_key_that_is_none_is_refused_and_never_said(heed, tmp_path, monkeypatch):
    path = tmp_path / "records.csv"
    path.write_text(RECORDS + JEAN, "utf-8")
    monkeypatch.setenv("HEED_COUNT_KEY", written(KEY)[:-2])
    said = heed("agency", "tokens", str(path))

    assert said.code == 2
    assert "The key is damaged" in said.err
    assert written(KEY)[20:-2] not in said.err


def test_it_needs_no_database(tmp_path, key_file):
    records = tmp_path / "records.csv"
    records.write_text(RECORDS + JEAN, "utf-8")
    out = tmp_path / "tokens.csv"
    done = subprocess.run(
        [sys.executable, "-m", "heed.config.cli", "agency", "tokens", records, "--key-file", key_file, "--out", out],
        env={"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none", "HEED_DATA_DIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert out.read_text("utf-8").count("\n") == 2


@pytest.mark.django_db
def test_the_force_makes_the_key_where_an_agreement_names_counting(heed, force):
    now = timezone.now()
    council = add_agency(force, now=now)
    refused = heed("agency", "count-key", "Mallow Council")
    assert (refused.code, "No agreement in force with Mallow Council" in refused.err) == (2, True)

    sign(council, now=now)
    said = heed("agency", "count-key", "Mallow Council", "--json")

    row = said.lines[0]
    assert fingerprint(read_key(row["count_key"])) == row["name"]
    assert row["accepts_until"] > (now + timedelta(days=170)).date().isoformat()
