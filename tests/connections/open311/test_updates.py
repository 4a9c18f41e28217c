"""What is said of a report after it, both ways, and the pictures that come with one."""

import base64
import io
import struct
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from tests.connections.open311.asking import BASE, REPORT, key, post, refusal, report, xml
from tests.partners import council

from heed.domain.incidents.models import Incident
from heed.domain.incidents.online.models import OnlineReport, ReportUpdate
from heed.flows import decide

pytestmark = pytest.mark.django_db
__all__ = ["council", "key", "post", "report"]


def jpeg(width: int = 40, height: int = 30) -> bytes:
    """Return a small picture."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(made, "JPEG")
    return made.getvalue()


def endless_png(side: int) -> bytes:
    """Return a few bytes that claim to be a picture of so many points each way."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def test_fixmystreets_update_is_kept_and_answered_with_a_number(post: Any, report: Any) -> None:
    update = {
        "service_request_id": report(),
        "update_id": "501",
        "updated_datetime": "2026-11-20T12:00:00+00:00",
        "status": "OPEN",
        "description": "It has happened again",
        "first_name": "Margaret",
        "last_name": "Hale",
        "email": "margaret.hale@example.org",
        "phone": "07700 900222",
    }

    root = xml(post("servicerequestupdates.xml", update))
    again = xml(post("servicerequestupdates.xml", update | {"description": "Otherwise"}))

    assert root.tag == "service_request_updates"
    assert root.findtext("request_update/update_id")
    assert root.findtext("request_update/update_id") == again.findtext("request_update/update_id")
    assert ReportUpdate.objects.get().words == "It has happened again"


def test_an_update_without_a_number_is_the_same_where_every_word_is(post: Any, report: Any) -> None:
    update = {"service_request_id": report(), "status": "CLOSED", "updated_datetime": "2026-11-20T12:00:00Z"}
    post("servicerequestupdates.xml", update)
    post("servicerequestupdates.xml", update)
    post("servicerequestupdates.xml", update | {"updated_datetime": "2026-11-20T13:00:00Z"})

    assert ReportUpdate.objects.count() == 2
    assert Incident.objects.get().closed_at is None


def test_updates_are_given_within_the_window_and_carry_what_fixmystreet_needs(
    client: Any, report: Any, key: str, handler: Any
) -> None:
    number = report()
    incident = Incident.objects.get()
    graded_at = timezone.now() - timedelta(minutes=30)
    decide.grade_again(
        incident=incident,
        grade="PRIORITY",
        rationale="She named him",
        rural=False,
        user=handler,
        actor=handler.actor(),
        now=graded_at,
    )

    def updates(**window: str) -> list[dict[str, Any]]:
        answer = client.get(f"{BASE}servicerequestupdates.json", {"api_key": key} | window)
        return list(answer.json())

    (told,) = updates()
    assert (told["service_request_id"], told["status"]) == (number, "INVESTIGATING")
    assert "She named him" not in str(told)
    at = told["updated_datetime"]
    assert updates(start_date=at, end_date=at) == [told]
    assert updates(start_date=(graded_at + timedelta(seconds=2)).isoformat()) == []
    root = xml(client.get(f"{BASE}servicerequestupdates.xml", {"api_key": key}))
    assert [child.tag for child in root[0]] == [
        "update_id",
        "service_request_id",
        "status",
        "updated_datetime",
        "description",
        "media_url",
    ]
    asked = client.get(f"{BASE}requests/{number}.json", {"api_key": key}).json()[0]
    assert (asked["status_notes"], asked["updated_datetime"]) == (told["description"], at)


def test_a_poll_costs_as_many_statements_for_ten_reports_as_for_one(
    client: Any, report: Any, key: str, handler: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        report(**{"attribute[fixmystreet_id]": str(number), "email": f"a{number}@example.org"})
    for incident in Incident.objects.all():
        decide.grade_again(
            incident=incident,
            grade="PRIORITY",
            rationale="Read",
            rural=False,
            user=handler,
            actor=handler.actor(),
            now=timezone.now(),
        )

    with django_assert_max_num_queries(14):
        answer = client.get(f"{BASE}servicerequestupdates.json", {"api_key": key})

    assert len(answer.json()) == 10


def test_pictures_are_kept_as_they_came_each_once(post: Any) -> None:
    picture = jpeg()
    data = "data:image/jpeg;base64," + base64.b64encode(jpeg(50, 50)).decode()
    answer = post(
        "requests.xml",
        REPORT
        | {
            "photo1": SimpleUploadedFile("door.jpg", picture, "image/jpeg"),
            "photo2": SimpleUploadedFile("same.jpg", picture, "image/jpeg"),
            "media_url": [data, "https://fixmystreet.example/photo/1.jpg"],
        },
    )

    assert answer.status_code == 200
    kept = OnlineReport.objects.get()
    assert [(bytes(photo.content), photo.media_type) for photo in kept.photos.order_by("pk")] == [
        (picture, "image/jpeg"),
        (jpeg(50, 50), "image/jpeg"),
    ]
    assert kept.links == ["https://fixmystreet.example/photo/1.jpg"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xd8\xff" + b"x" * 20_000_000, "19.1 MB"),
        (endless_png(60_000), "more points than any telephone"),
        (endless_png(9_500), "9500 by 9500"),
        (b"<svg onload='alert(1)'/>", "no picture"),
        (b"", "empty"),
    ],
    ids=["20 MB", "endless", "too large", "no picture", "empty"],
)
def test_a_picture_that_is_not_kept_loses_no_report_and_is_said_in_the_log(
    post: Any, content: bytes, says: str
) -> None:
    answer = post("requests.xml", REPORT | {"photo1": SimpleUploadedFile("a.jpg", content, "image/jpeg")})

    assert answer.status_code == 200
    kept = OnlineReport.objects.get()
    assert not kept.photos.exists()
    assert kept.incident.call.entries.filter(kind="state", text__contains=says).exists()


def test_more_pictures_than_are_kept_and_media_that_is_none_lose_no_report(post: Any) -> None:
    pictures = {f"photo{n}": SimpleUploadedFile(f"{n}.jpg", jpeg(20 + n, 20), "image/jpeg") for n in range(9)}
    media = ["javascript:alert(1)", "data:image/png;base64,%%%", "http://[broken"]

    assert post("requests.xml", REPORT | pictures | {"media_url": media}).status_code == 200

    kept = OnlineReport.objects.get()
    assert kept.photos.count() == 6
    assert kept.links == []


def test_a_form_that_says_it_is_endless_is_refused_unread(client: Any, force: Any) -> None:
    answer = client.post(
        f"{BASE}requests.xml", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**12)
    )

    assert refusal(answer)[0] == 413
