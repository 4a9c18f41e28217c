"""
Who it may be, looked up while the handler types: candidates and scoring in one process, and the whole request over HTTP.

A register of a million people (HEED_BENCH_REGISTER makes another) on the embedded PostgreSQL, all in memory after a first
pass. Questions come from the simulation's examination: half by people on file, half not, with everything but the e-mail
said. HTTP: one handler's page asks again and again, as at each pause in typing; each answer is searched, drawn and logged.
"""

import json
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import httpx
from tests.live import Live
from tests.server import url_of

from bench import register
from bench.figures import spread
from heed.config.embedded.server import Server
from heed.simulation.evaluation.asking import Stage, said_at
from heed.simulation.examination import Examination, examine

PEOPLE = int(os.environ.get("HEED_BENCH_REGISTER", "1000000"))
QUESTIONS, WARM = 5_000, 500
HTTP_QUESTIONS = 1_000
SEED = 77
FORCE = "BENCH"


def run(folder: Path) -> dict[str, Any]:
    """Load the register unless an earlier run did, and measure."""
    folder = folder / f"register-{PEOPLE}"
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(folder)
    server.start()
    try:
        live = Live(url_of(server), folder, force=FORCE)
        examination = examine(people=PEOPLE, seed=SEED, questions=QUESTIONS)
        loaded = _load(live, folder, examination)
        inside = subprocess.run(
            [sys.executable, "-m", "bench.lookup"], env=live.env, check=True, stdout=subprocess.PIPE, text=True
        )
        return {"load": loaded, "inside": json.loads(inside.stdout), "http": _over_http(live, examination)}
    finally:
        server.stop()


def _load(live: Live, folder: Path, examination: Examination) -> dict[str, Any]:
    """Load the register, or read what an earlier load took."""
    kept = folder / "load.json"
    live.run("migrate")
    if kept.exists():
        return dict(json.loads(kept.read_text("utf-8")))
    live.run("accounts", "add-force", FORCE, "Bench Police")
    force = live.query("SELECT id FROM accounts_force WHERE code = %s", FORCE)[0][0]
    measured = register.load(live.database_url, examination, force=force)
    kept.write_text(json.dumps(measured), encoding="utf-8")
    return measured


def _over_http(live: Live, examination: Examination) -> dict[str, Any]:
    """Ask as a call page does, over one connection kept open."""
    name = f"bench{time.time_ns() % 10**9}"
    live.serve()
    try:
        live.add_account(name, "call_handler")
        client = live.sign_in(name)
        answer = client.post("/calls/contact", data={"channel_used": "counter"})
        call = uuid.UUID(str(answer.url).rstrip("/").rpartition("/")[2])
        return _measure(client, call, examination)
    finally:
        live.stop()


def _measure(client: httpx.Client, call: uuid.UUID, examination: Examination) -> dict[str, Any]:
    """Time each request from when it is sent until its last byte is read."""
    times = []
    for number, question in enumerate(examination.questions):
        if number == HTTP_QUESTIONS + 100:
            break
        said = said_at(Stage.BIRTH, question)
        words = {"given_name": said.given, "family_name": said.family, "home": f"{said.address} {said.postcode}"}
        words |= {"age": str(said.age or ""), **_parts(said.born)}
        began = time.perf_counter()
        client.post(f"/calls/{call}/refine", data=words, headers={"X-Heed-Fragment": "yes"}).raise_for_status()
        if number >= 100:
            times.append((time.perf_counter() - began) * 1000)
    return spread(times)


def _parts(born: str) -> dict[str, str]:
    """Put a birth as the form's three boxes have it."""
    names = ("born_year", "born_month", "born_day")
    return dict(zip(names, born.split("-"), strict=False))


def inside() -> dict[str, Any]:
    """Measure in this process: keys, two statements, scoring and choice, against the database that the environment names."""
    import django  # noqa: PLC0415  only this process of its own needs it

    os.environ["DJANGO_SETTINGS_MODULE"] = "heed.config.settings"
    django.setup()
    from datetime import date  # noqa: PLC0415

    from heed.domain.people import queries as people  # noqa: PLC0415
    from heed.engines.linkage.keys import looked_up  # noqa: PLC0415
    from heed.engines.linkage.standard import read  # noqa: PLC0415
    from heed.flows import suggest  # noqa: PLC0415
    from heed.foundation.accounts.models import Force  # noqa: PLC0415
    from heed.foundation.policy.packs import national  # noqa: PLC0415

    force, rule = Force.objects.get(code=FORCE).pk, national().identity.suggest.rule
    whole, found, descriptions = [], [], []
    for number, question in enumerate(examine(people=PEOPLE, seed=SEED, questions=QUESTIONS).questions):
        said = said_at(Stage.BIRTH, question)
        began = time.perf_counter()
        suggest.suggest(force, said, ruled_out=(), rule=rule, lines_since=date(2025, 11, 22))
        ended = time.perf_counter()
        rows = people.under(force, looked_up(read(said)))
        if number >= WARM:
            whole.append((ended - began) * 1000)
            found.append((time.perf_counter() - ended) * 1000)
            descriptions.append(float(len(rows)))
    return {"ms": spread(whole), "candidates_ms": spread(found), "descriptions": spread(descriptions)}


if __name__ == "__main__":
    print(json.dumps(inside()))
