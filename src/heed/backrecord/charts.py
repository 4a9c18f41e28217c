"""A model drawn for whoever decides to use it: each level's weight as a bar, with the table beside it; one page, no script."""

from html import escape
from typing import Final

from heed.engines.linkage.levels import Comparison
from heed.engines.linkage.model import Model
from heed.engines.linkage.scoring import OTHERWISE

_WIDTH: Final = 260
_ROW: Final = 22

_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font-family:Arial,sans-serif;margin:2em;max-width:60em}}table{{border-collapse:collapse}}
td,th{{padding:2px 12px 2px 0;text-align:left}}td.n{{text-align:right;font-variant-numeric:tabular-nums}}</style></head>
<body><h1>{title}</h1><p>Trained on {trained_on}: {records:,} descriptions, SHA-256 {fingerprint}. Two of them taken at random
are one person once in {once:,.0f}. A weight of +1 bit doubles the odds that two descriptions are of one person.</p>
{warnings}{ladders}</body></html>
"""


def page(model: Model, comparisons: tuple[Comparison, ...]) -> str:
    """Return the page."""
    warnings = "".join(f"<li>{escape(sentence)}</li>" for sentence in model.warnings)
    return _PAGE.format(
        title=escape(f"Linkage model {model.label}"),
        trained_on=escape(model.trained_on),
        records=model.records,
        fingerprint=escape(model.fingerprint),
        once=1 / model.prior,
        warnings=f"<h2>Warnings</h2><ul>{warnings}</ul>" if warnings else "<p>No warnings.</p>",
        ladders="".join(_ladder(model, comparison) for comparison in comparisons if not comparison.frequency_alone),
    )


def _ladder(model: Model, comparison: Comparison) -> str:
    """Draw one comparison."""
    named = [*((level.name, level.words) for level in comparison.levels), (OTHERWISE, comparison.otherwise)]
    odds = model.odds[comparison.name]
    widest = max(1.0, *(abs(odds[name].bits) for name, _ in named))
    rows = "".join(
        f"<tr><td>{escape(words)}</td><td class=n>{odds[name].bits:+.1f}</td><td>{_bar(odds[name].bits / widest)}</td>"
        f"<td class=n>{odds[name].m:.4f}</td><td class=n>{odds[name].u:.2e}</td></tr>"
        for name, words in named
    )
    head = "<tr><th>Level</th><th>Bits</th><th></th><th>Of one person</th><th>By chance</th></tr>"
    return f"<h2>{escape(comparison.name.replace('_', ' ').capitalize())}</h2><table>{head}{rows}</table>"


def _bar(share: float) -> str:
    """Draw one bar: to the right for, to the left against. share: -1 to 1."""
    middle, long = _WIDTH / 2, abs(share) * _WIDTH / 2
    left = middle if share >= 0 else middle - long
    colour = "#00703c" if share >= 0 else "#d4351c"
    return (
        f'<svg width="{_WIDTH}" height="{_ROW - 6}" role="img" aria-label="{"for" if share >= 0 else "against"}">'
        f'<rect x="{left:.1f}" y="2" width="{long:.1f}" height="{_ROW - 10}" fill="{colour}"/></svg>'
    )
