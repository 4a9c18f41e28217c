"""The pack this installation decides by, and keeping it for later readers."""

import tomllib
from collections.abc import Collection
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from heed.foundation.policy import packs
from heed.foundation.policy.models import PackVersion
from heed.foundation.policy.packs import Pack


@cache
def in_use() -> Pack:
    """
    Return the pack of this installation: HEED_POLICY_PACK, or the national one.

    Read once for each process: a changed pack comes into force when Heed is started again, never during a call.
    """
    folder = str(settings.HEED_POLICY_PACK)
    return packs.load(Path(folder)) if folder else packs.national()


def label(pack: Pack) -> str:
    """Return what a decision stores: the pack's version, and enough of its digest to tell two of one name apart."""
    return f"{pack.version}+{pack.digest[:8]}"


def wordings(labels: Collection[str]) -> dict[str, dict[str, str]]:
    """
    Return how each question was worded, by its id, in the packs that decisions name by these labels.

    A pack that is neither in use nor kept has no wordings: an old question must not be read in words it never had.
    """
    pack = in_use()
    asked = (*pack.risk_questions, *pack.questions, *pack.asking.further)
    found = {label(pack): {question.id: question.wording for question in asked}}
    older = set(labels) - found.keys()
    for version in PackVersion.objects.filter(label__in=older) if older else ():
        files = [tomllib.loads(version.files.get(name, "")) for name in ("risk.toml", "questions.toml")]
        kept = [question for file in files for question in file.get("question", [])]
        found[version.label] = {question["id"]: question["wording"]["value"] for question in kept}
    return {name: found.get(name, {}) for name in labels}


def remember(pack: Pack, *, now: datetime) -> str:
    """Keep the pack's files if they have not been kept yet; return the label that decisions carry."""
    name = label(pack)
    if name not in _remembered:
        PackVersion.objects.get_or_create(
            label=name,
            defaults={"version": pack.version, "digest": pack.digest, "files": dict(pack.files), "first_used_at": now},
        )
        transaction.on_commit(lambda: _remembered.add(name))
    return name


_remembered: set[str] = set()
"""Labels this process has already kept: asked at every decision, so not asked of the database each time."""
