"""The rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

import heed
from heed.foundation.accounts.terms import Handling

SOURCE = Path(heed.__file__).parent
HEED_MODELS = [model for model in apps.get_models() if model.__module__.startswith("heed.")]
ORDER = [
    "places",
    "beats",
    "agencies",
    "people",
    "needs",
    "calls",
    "incidents",
    "vulnerability",
    "timers",
    "contact",
    "sharing",
    "support",
    "tasking",
    "conduct",
    "problems",
    "aftermath",
    "case_review",
    "referrals",
    "tallies",
    "conferences",
    "exchange",
]
"""Domain folders from left to right; each may name only those before it."""


def modules(folder: str) -> list[Path]:
    """Return the source files of a folder, without migrations."""
    return [path for path in (SOURCE / folder).rglob("*.py") if "migrations" not in path.parts]


def views(resolver: URLResolver | None = None, prefix: str = "") -> list[tuple[str, object]]:
    """Return every address and what answers there."""
    found: list[tuple[str, object]] = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found += views(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            found.append((prefix + str(entry.pattern), entry.callback))
    return found


@pytest.mark.parametrize(("address", "view"), views(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_page_says_who_may_open_it(address, view):
    if address.startswith("accounts/"):
        return  # allauth's own pages: signing in is open, and the rest is behind LoginRequiredMiddleware.
    assert hasattr(view, "heed_action") or getattr(view, "heed_public", False), f"{address} asks nobody who they are"


OPEN311 = (
    "discovery.<open311_form:form>",
    "services.<open311_form:form>",
    "services/<str:code>.<open311_form:form>",
    "requests.<open311_form:form>",
    "requests/<str:number>.<open311_form:form>",
    "tokens/<str:token>.<open311_form:form>",
    "servicerequestupdates.<open311_form:form>",
    "openapi.json",
    "<path:rest>",
)
"""What systems of partners ask, each with its own key in the request (connections/open311)."""


TRANSFER = ("incident-transfer-1.schema.json", "<str:token>", "<str:token>/receipts/<uuid:receipt>")
"""The incident transfer; its schema says nothing of anybody."""


def test_the_pages_open_to_everybody_are_these():
    opened = {address for address, view in views() if getattr(view, "heed_public", False)}

    assert opened == {"healthz", "api/cti/v1/<str:token>", "api/tally/v1/<str:token>", "answer/<str:token>"} | {
        "answer/read/<str:token>",
        "case-review/",
        "case-review/<slug:force>/",
        *(f"open311/v2/{address}" for address in OPEN311),
        *(f"api/transfer/v1/{address}" for address in TRANSFER),
    }


@pytest.mark.parametrize("model", HEED_MODELS, ids=lambda model: model._meta.label)
def test_every_field_says_how_sensitive_it_is_and_how_long_it_is_kept(model):
    handling = getattr(model, "handling", None)
    assert isinstance(handling, Handling), f"{model._meta.label} states no handling"
    fields = {field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete}

    assert handling.fields.keys() == fields


@pytest.mark.parametrize("model", HEED_MODELS, ids=lambda model: model._meta.label)
def test_every_table_says_what_a_row_is(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")


def test_foreign_keys_point_left_only():
    for model in HEED_MODELS:
        if model._meta.app_label not in ORDER:
            continue
        allowed = set(ORDER[: ORDER.index(model._meta.app_label) + 1]) | {"accounts"}
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                target = field.remote_field.model._meta.app_label
                assert target in allowed, f"{model._meta.label}.{field.name} points to {target}"


def test_foreign_keys_named_by_string_stay_in_their_own_file():
    for path in modules("."):
        for name in re.findall(
            r"(?:ForeignKey|OneToOneField|ManyToManyField)\(\s*\"([^\"]+)\"", path.read_text("utf-8")
        ):
            assert "." not in name, f"{path} names {name} by string: import it, so that the layers see it"


IO = {"django", "psycopg", "requests", "httpx", "socket", "subprocess", "os", "random", "sqlite3", "procrastinate"}


@pytest.mark.parametrize("path", modules("engines"), ids=lambda path: str(path.relative_to(SOURCE)))
def test_engines_are_pure(path):
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            assert name.split(".")[0] not in IO, f"{path} imports {name}"
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
            raise AssertionError(f"{path}:{node.lineno} reads the clock")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "print", "input"}, f"{path}:{node.lineno} does input or output"


@pytest.mark.parametrize(
    "path", [path for path in modules("domain") if path.name == "rules.py"], ids=lambda path: path.parent.name
)
def test_rules_know_neither_the_database_nor_the_clock(path):
    text = path.read_text("utf-8")

    assert "django.db" not in text.replace("django.db.models import TextChoices", "")
    assert "timezone.now" not in text
    assert "settings" not in text


@pytest.mark.parametrize(
    "path", [*modules("domain"), *modules("flows")], ids=lambda path: str(path.relative_to(SOURCE))
)
def test_the_clock_is_read_at_the_edge(path):
    if path.name == "jobs.py":
        return
    assert not re.search(r"(timezone|datetime|date)\.(now|today)\(", path.read_text("utf-8")), f"{path} reads the clock"


@pytest.mark.parametrize("path", modules("."), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_file_needs_a_map(path):
    lines = path.read_text("utf-8").count("\n")

    assert lines <= 400, f"{path} has {lines} lines: is it one subject?"


def test_there_are_no_signals_and_no_overridden_save():
    for path in modules("."):
        text = path.read_text("utf-8")
        assert "django.dispatch" not in text, f"{path} listens to a signal"
        assert "db.models.signals" not in text, f"{path} listens to a signal"
        assert not re.search(r"def save\(self", text) or "models" not in path.name, f"{path} overrides save"


def test_the_audit_trail_is_read_only_to_verify_and_export_it():
    readers = [
        path
        for path in modules(".")
        if "audit.models" in path.read_text("utf-8") or "audit.queries" in path.read_text("utf-8")
    ]
    allowed = {SOURCE / "foundation" / "audit", SOURCE / "commands" / "management" / "commands"}

    assert {path.parent for path in readers} <= allowed


def test_same_file_names_mean_the_same_thing():
    known = {"__init__", "apps", "terms", "models", "rules", "services", "queries", "access", "jobs"}
    for path in modules("domain"):
        if path.parent.parent == SOURCE / "domain":
            assert path.stem in known, f"{path.relative_to(SOURCE)} is a name no domain folder has"


def test_no_registry_and_no_outside_path_is_named():
    root = SOURCE.parent.parent
    for path in [*root.glob("src/**/*.py"), *root.glob("tests/**/*.py"), *root.glob("*.toml"), root / "Makefile"]:
        text = path.read_text("utf-8")
        assert not re.search(r"//(files|registry|deb|pypi|security)\.[a-z]+", text), f"{path} names a registry"


def test_every_machine_endpoint_is_public_and_asks_for_its_own_token():
    machine = [(address, view) for address, view in views() if address.startswith("api/")]
    machine = [(address, view) for address, view in machine if not address.endswith(".schema.json")]

    assert machine
    assert all(getattr(view, "heed_public", False) and "<str:token>" in address for address, view in machine)


SENDS_MAIL = {
    # The two providers of messages to the public; nothing of Heed's reaches anybody in another way.
    "connections/messages/smtp.py": {"smtplib"},
    "connections/messages/notify.py": {"notifications_python_client"},
}
"""Who may import what can send. Mail to staff about their passwords is allauth's own, and goes to Django's dummy backend."""


def test_nothing_but_the_two_providers_can_send_anything():
    found = {}
    for path in modules("."):
        tree = ast.parse(path.read_text("utf-8"))
        names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        names += [f"{node.module}.{alias.name}" for node in froms for alias in node.names]
        senders = {
            name.split(".")[0]
            for name in names
            if name.split(".")[0] in {"smtplib", "notifications_python_client", "aiosmtplib"}
        }
        senders |= {"django.core.mail" for name in names if name.startswith("django.core.mail")}
        if senders:
            found[str(path.relative_to(SOURCE))] = senders

    assert found == SENDS_MAIL


def test_one_flow_makes_messages_and_one_connection_hands_them_over():
    """The gate is the only way in, and the sender that asks it again the only way out."""
    ways = {
        r"\bMessage\.objects\.(?!filter|get\()|\bMessage\(\w+=|\bmodels\.Message\(": {
            "domain/contact/outbox/services.py"
        },
        r"outbox\.queue\(": {"flows/messages/gate.py"},
        r"\bOutgoing\.objects\.create": {"domain/contact/outbox/services.py"},
        r"connections\.messages\.(?:smtp|notify) import": {"connections/messages/providers.py"},
        r"outbox\.deliver\(": {"connections/messages/sending.py"},
    }
    for words, allowed in ways.items():
        found = {str(path.relative_to(SOURCE)) for path in modules(".") if re.search(words, path.read_text("utf-8"))}
        assert found == allowed, f"{words}: {found}"
