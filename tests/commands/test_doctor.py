"""What heed doctor finds."""

import json
import socket
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from heed.commands import examination
from heed.commands.management.commands.doctor import examine


def doctor() -> dict[str, Any]:
    """Return the findings by subject."""
    return {finding.subject: finding for finding in examine(examination.CHECKS)}


@pytest.fixture(autouse=True)
def built(settings: Any, tmp_path: Any) -> None:
    """Styles and script stand built, and no web server of this machine is asked."""
    (tmp_path / "heed").mkdir()
    for name in examination.BUILT_FILES:
        (tmp_path / name).touch()
    settings.STATICFILES_DIRS = [tmp_path]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.HEED_PORT = taken.getsockname()[1]
    settings.HEED_DATA_DIR = tmp_path


@pytest.fixture
def no_jobs(db: None) -> None:
    """Take away, until the test is over, the jobs that tests with transactions of their own left behind."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.mark.usefixtures("no_jobs")
def test_a_sound_installation_is_well() -> None:
    findings = doctor()
    assert [finding.sentence for finding in findings.values() if not finding.well] == []
    assert findings["database"].values["kind"] == "external"
    assert findings["encoding"].values["encoding"] == "UTF8"
    assert findings["jobs"].values["waiting"] == 0


@pytest.mark.usefixtures("no_jobs")
def test_json_is_one_line_of_json_and_nothing_else() -> None:
    out = StringIO()
    call_command("doctor", json=True, stdout=out)
    answer = json.loads(out.getvalue())
    assert out.getvalue().count("\n") == 1
    assert answer["well"]
    assert {"subject", "well", "sentence", "values"} == set(answer["findings"][0])


@pytest.mark.django_db
def test_something_wrong_makes_exit_1(settings: Any) -> None:
    settings.STATICFILES_DIRS = []
    settings.HEED_POLICY_PACK = "/nowhere"
    from heed.foundation.policy import services

    services.in_use.cache_clear()
    out = StringIO()
    try:
        with pytest.raises(SystemExit) as ended:
            call_command("doctor", stdout=out)
    finally:
        services.in_use.cache_clear()
    assert ended.value.code == 1
    assert "WRONG  policy" in out.getvalue()


@pytest.mark.django_db
def test_an_unsupported_server_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "OLDEST_SERVER", 90)
    monkeypatch.setattr(examination, "NEWEST_SERVER", 99)
    finding = examination.database()
    assert not finding.well
    assert "supports versions 90 to 99" in finding.sentence


@pytest.mark.django_db
def test_a_clock_that_differs_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    assert examination.clock().well
    monkeypatch.setattr(
        examination, "LARGEST_CLOCK_DIFFERENCE", timedelta(microseconds=-1)
    )  # Two clocks may agree exactly.
    assert not examination.clock().well


@pytest.mark.usefixtures("no_jobs")
def test_a_job_that_waits_too_long_is_wrong_and_one_for_later_is_not() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, scheduled_at) VALUES"
            " ('q', 'later', '{}', now() + interval '1 hour')"
        )
    assert examination.jobs().well
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, scheduled_at) VALUES"
            " ('q', 'late', '{}', now() - interval '6 minutes')"
        )
    finding = examination.jobs()
    assert not finding.well
    assert finding.values["waiting"] == 1
    assert "heed work" in finding.sentence


def test_a_database_that_does_not_answer_is_one_finding_not_five() -> None:
    def away() -> examination.Finding:
        raise OperationalError("no route\nto it")

    check = examination.Check(away, asks_database=True)
    findings = list(examine([check, check, check]))
    assert [(finding.well, finding.sentence) for finding in findings] == [(False, "no route to it")]
