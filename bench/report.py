"""Writes the figures as tables: docs/benchmarks.md."""

from pathlib import Path
from typing import Any


def addresses(measured: dict[str, Any]) -> list[str]:
    """Write what typed addresses bring up."""
    strangers = measured["strangers"]
    lines = [
        "## Typed addresses",
        "",
        (
            f"{measured['known']:,} of {measured['homes']:,} simulated homes on record, {measured['typed_for_each_kind']:,} typed"
            " in each way. *Suggested*: what `places.queries.match` shows, for a person to choose; *right* is its first, *five*"
            " any, *wrong* another door in front with a score of 0.6 or more. *Taken*: what is silently the same place. *Text*:"
            " equality of the text as the first release normalised it. Per cent; microseconds with the database."
        ),
        "",
        "| typed | suggested right | five | wrong | none | taken right | wrong | text right | match p50 | p99 | taken p50 |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for kind, found in measured["kinds"].items():
        share = {
            key: f"{value * 100 / measured['typed_for_each_kind']:.1f}"
            for key, value in found.items()
            if key[-3:] != "_us"
        }
        columns = ("right", "among_five", "wrong", "none", "same_right", "same_wrong", "old_right")
        lines.append(
            f"| {kind} | "
            + " | ".join(share[column] for column in columns)
            + f" | {found['match_us']['p50']:,.0f} | {found['match_us']['p99']:,.0f} | {found['same_us']['p50']:,.0f} |"
        )
    lines += [
        "",
        (
            f"Of {strangers['typed']:,} homes not on record, typed in any of these ways, {strangers['taken_for_a_known_door']}"
            " brought up a known door (nearly all typed with neither town nor postcode, and alike in another town), and"
            f" {strangers['silently_the_same']} were taken for one."
        ),
        "",
    ]
    return lines


def lookups(measured: dict[str, Any]) -> list[str]:
    """Write what looking somebody up costs."""
    load, inside = measured["load"], measured["inside"]
    rows = (
        ("candidates: one statement, everything said of everybody under a key", inside["candidates_ms"]),
        ("the whole suggestion: reading, keys, candidates, scoring, choice", inside["ms"]),
        ("HTTP: search, draw the card, keep the proof, log the showing", measured["http"]),
    )
    return [
        "## Looking somebody up while the handler types",
        "",
        (
            f"{load['people']:,} people on file, {load['descriptions']:,} descriptions, {load['keys']:,} keys; loaded in"
            f" {load['seconds']:,.0f} s. Name, birth or age, and address said; half of those asked for are not on file. One"
            " process and one connection; HTTP by one client on the same two cores. Aim: p99 5 ms in process, 20 ms by HTTP."
        ),
        "",
        "| milliseconds | p50 | p95 | p99 | max |",
        "|---|---|---|---|---|",
        *(f"| {words} | {ms['p50']} | {ms['p95']} | {ms['p99']} | {ms['max']} |" for words, ms in rows),
        "",
    ]


def board(measured: dict[str, Any]) -> list[str]:
    """Write what the supervisor's board costs."""
    rows = (
        ("the flow: everything read, weighed and ordered, and who is at work", measured["flow_ms"]),
        ("the live part, as the page asks for it every ten seconds", measured["live_part_ms"]),
        ("the whole page, with requests and notices", measured["page_ms"]),
    )
    kinds = ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in measured["by_kind"].items())
    return [
        "## The supervisor's board",
        "",
        (
            f"A bad night beside the force above: {measured['rows']:,} things wait ({kinds}). {measured['statements']} statements"
            ", however much waits. One process, pages without a network. Aim: p99 150 ms."
        ),
        "",
        "| milliseconds | p50 | p95 | p99 | max |",
        "|---|---|---|---|---|",
        *(f"| {words} | {ms['p50']} | {ms['p95']} | {ms['p99']} | {ms['max']} |" for words, ms in rows),
        "",
    ]


def patch(measured: dict[str, Any]) -> list[str]:
    """Write what my patch costs."""
    rows = (
        ("the list, put together and in order", measured["list_ms"]),
        ("the page, with what is written to the audit trail", measured["page_ms"]),
        ("the PDF, from a list that is there", measured["pdf_ms"]),
    )
    return [
        "## My patch",
        "",
        (
            f"The busiest beat of the force above ({measured['incidents_of_beat']:,} incidents) in a busy week:"
            f" {measured['entries']} entries, {measured['statements']} statements."
            " One process, pages without a network. Aim: p99 150 ms."
        ),
        "",
        "| milliseconds | p50 | p95 | p99 | max |",
        "|---|---|---|---|---|",
        *(f"| {words} | {ms['p50']} | {ms['p95']} | {ms['p99']} | {ms['max']} |" for words, ms in rows),
        "",
    ]


def timers(measured: dict[str, Any]) -> list[str]:
    """Write how many clocks are evaluated in a minute."""
    batch = measured["batch_ms"]
    return [
        "## Clocks",
        "",
        (
            f"{measured['open']:,} open clocks on a database of their own, one worker. *A pass* is what the job does each minute"
            " when none of them has newly run out: an index says so. *Read*: every open clock fetched and judged, as if there"
            " were no index. *Batch*: what follows"
            f" {measured['batch']} clocks that have, each in its own transaction: log, notice, task, demand. Aim: 100,000 open"
            " clocks evaluated in a minute."
        ),
        "",
        "| milliseconds | p50 | p95 | p99 | max | a minute |",
        "|---|---|---|---|---|---|",
        "| a pass over all that are open | "
        + " | ".join(str(measured["pass_ms"][key]) for key in ("p50", "p95", "p99", "max"))
        + " | |",
        f"| all of them read, once | {measured['read_seconds'] * 1000:.0f} | | | | {measured['read_per_minute']:,} evaluated |",
        f"| a batch that has run out ({measured['expired']:,} in all) | "
        + " | ".join(str(batch[key]) for key in ("p50", "p95", "p99", "max"))
        + f" | {measured['expired_per_minute']:,} done |",
        f"| the end of five working days, reckoned | | | | | {measured['engine_per_minute']:,} |",
        "",
    ]


def links(measured: list[dict[str, Any]]) -> list[str]:
    """Write how `heed link` does on public sets, beside Splink with settings written by hand."""
    lines = [
        "## Linking public sets",
        "",
        (
            "`heed link` with its defaults against Splink with settings written for the set, at the best of six thresholds picked"
            " on the truth. F1 over pairs within clusters."
        ),
        "",
        "| set | records | seconds | MiB | precision | recall | F1 | Splink F1 | at |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in measured:
        if one.get("absent"):
            lines.append(f"| {one['set']} | absent | | | | | | | |")
            continue
        heed, splink = one["heed"], one["splink"]
        lines.append(
            f"| {one['set']} | {one['records']:,} | {heed['seconds']} | {heed['peak_mib']:,} | {heed['precision']:.4f}"
            f" | {heed['recall']:.4f} | {heed['f1']:.4f} | {splink['f1']:.4f} | {splink['best_threshold']} |"
        )
    return [*lines, ""]


def cues(measured: dict[str, Any]) -> list[str]:
    """Write how fast and how well cues are read."""
    beside, speed, one = measured["spacy"], measured["logs_per_second"], measured["ms_a_log"]
    other = beside.get("left_out") or (
        f"spaCy {beside['versions']} with negspacy, 1,000 of the same logs, {beside['phrases']:,} of the same phrases:"
        f" {beside['logs_per_second']:,} logs a second, best of three; it says neither whose nor when."
    )
    long = ", ".join(f"{int(length):,} characters {ms:,.1f} ms" for length, ms in measured["long_ms"].items())
    lines = [
        "## Cues in the words of a log",
        "",
        (
            f"{measured['rules']:,} rows, compiled in {measured['compile_s']} s. Logs of {measured['words']} words made of real"
            f" sentences of the development set, one core: {speed['worst']:,} to {speed['best']:,} logs a second over five runs;"
            f" one log p50 {one['p50']} ms, p99 {one['p99']} ms. Long logs, best of five: {long}. {other}"
        ),
        "",
        (
            "*Actionable*: present, affirmed, of the victim or the household. *Not ours*: the suspect's or somebody else's."
            " Precision / recall (F1). The development set was looked at all the time, of the unseen one the totals once;"
            " both are ours."
        ),
        "",
        "| set | style | logs | verdict | repeat F1 | spans | actionable | negated | not ours | whose | wrongly flagged |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name in ("development", "unseen"):
        for style, found in measured["quality"][name].items():
            cells = [_share(found[kind]) for kind in ("spans", "actionable", "negated", "not_ours")]
            whose = f"{found['whose_right'][0]:.2f}" if found["whose_right"] else "none"
            repeat = "none" if found["repeat"]["f1"] is None else f"{found['repeat']['f1']:.2f}"
            row = (name, style, found["logs"], _share(found["vulnerable"]), repeat, *cells, whose)
            lines.append(f"| {' | '.join(map(str, row))} | {found['flagged_without_cause']} |")
    return [*lines, ""]


def _share(figure: dict[str, Any]) -> str:
    """Put precision, recall and F1 in one cell."""
    precision, recall = figure["precision"], figure["recall"]
    if not precision or not recall:
        return "none"
    return f"{precision[0]:.2f} / {recall[0]:.2f} ({figure['f1']:.2f})"


def write(found: dict[str, Any], page: Path) -> None:
    """Write the page anew."""
    machine, load, numbers = found["machine"], found["load"], found["numbers"]
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench`; never edited by hand, never asserted in a test. One run; what it cannot show is said below.",
        "",
        f"* **When** {', '.join(f'{part} {at}' for part, at in found['at'].items())}",
        (
            f"* **Machine** {machine['cores']} cores of {machine['processor']}, {machine['memory_mib']:,} MiB,"
            f" {machine['system']}, Python {machine['python']}"
        ),
        (
            f"* **Data** a simulated force: {load['people']:,} people, {load['incidents']:,} past incidents,"
            f" {load['rows_of_all_tables']:,} rows; embedded PostgreSQL 18 with fsync on"
        ),
        (
            f"* **Load** each call is three events (ring, answer, hang-up) for {found['calls'][0]['seconds']:.0f} s at each rate,"
            f" {found['calls'][0]['handlers_listening']} handlers hold the ring open. The load generator, the desks and the"
            " watcher share the two cores with server, worker and database."
        ),
        "",
        "## The path of a call",
        "",
        (
            "Milliseconds from when an event was due. *Accepted*: until 202. *Card*: from the ring until its card can be"
            " read from the database (looked for every 5 ms). Aim: p99 accepted ≤ 20, p99 card ≤ 100 at 50 calls a second."
        ),
        "",
        "| calls/s | events | accepted p50 | p95 | p99 | max | card p50 | p95 | p99 | max | lost | refused | without card |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for run in found["calls"]:
        accepted, card = run["accepted_ms"], run["card_ms"]
        lines.append(
            f"| {run['rate_calls_per_second']} | {run['events_acknowledged']:,} "
            + "".join(f"| {accepted.get(key, '-')} " for key in ("p50", "p95", "p99", "max"))
            + "".join(f"| {card.get(key, '-')} " for key in ("p50", "p95", "p99", "max"))
            + f"| {run['events_acknowledged'] - run['events_kept']} | {run['events_refused']} | {run['calls_without_a_card']} |"
        )
    fast, plain = numbers["fast_per_second"], numbers["plain_per_second"]
    lines += [
        "",
        "## Telephone numbers",
        "",
        f"{numbers['inputs']:,} mixed spellings, {numbers['repeats']} repeats taken by turns, one core.",
        "",
        "| | min | median | max |",
        "|---|---|---|---|",
        f"| `read`, numbers a second | {fast['min']:,.0f} | {fast['median']:,.0f} | {fast['max']:,.0f} |",
        f"| plain libphonenumber, numbers a second | {plain['min']:,.0f} | {plain['median']:,.0f} | {plain['max']:,.0f} |",
        f"| ratio | | {numbers['ratio']:.1f} | |",
        "",
        *(addresses(found["addresses"]) if "addresses" in found else ()),
        *(board(found["board"]) if "board" in found else ()),
        *(patch(found["patch"]) if "patch" in found else ()),
        *(timers(found["timers"]) if "timers" in found else ()),
        *(lookups(found["lookup"]) if "lookup" in found else ()),
        *(links(found["linking"]) if "linking" in found else ()),
        *(cues(found["cues"]) if "cues" in found else ()),
        "## Loading the simulated force",
        "",
        (
            f"{load['incidents']:,} incidents with their calls, chained logs, people and truth in {load['seconds']:,.0f} s:"
            f" {load['incidents_per_second']:,} incidents or {load['rows_per_second']:,} rows a second."
        ),
        "",
        "## What this does not show",
        "",
        (
            "Real calls; a real exchange; a network; disks that do not cache four gigabytes; more than one web process; a force's"
            " own history. Ofcom's drama ranges have 17,000 usable numbers, so lines here carry more history than real ones."
        ),
        "",
    ]
    page.write_text("\n".join(lines), encoding="utf-8")
