"""The accuracy report as one page of HTML with its pictures in it, and as JSON. No script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from assurance import pictures
from assurance.accuracy import (
    LOSSES,
    Figures,
    Judged,
    area,
    brier,
    by,
    figures,
    over_time,
    risk_coverage,
)

STYLE = """
body{font:15px/1.45 system-ui,sans-serif;max-width:1140px;margin:2em auto;padding:0 1em;color:#1c1c1c;background:#fff}
table{border-collapse:collapse;margin:1em 0;font-size:14px}
th,td{padding:.25em .45em;text-align:right;vertical-align:bottom;border-bottom:1px solid #ddd}
td{white-space:nowrap}th:first-child,td:first-child{text-align:left}.pictures{display:flex;flex-wrap:wrap;gap:1.2em}
svg text{font:11px system-ui,sans-serif;fill:#333}svg .title{font-size:13px;font-weight:600}svg .tick{font-size:9px}
svg .middle{text-anchor:middle}svg .end{text-anchor:end}svg .frame{fill:none;stroke:#bbb}svg .thin{stroke:#bbb}
.note{color:#555;max-width:46em}
"""
HEADS = (
    "", "documents", "due", "found", "right", "precision", "recall", "F1", "automation", "checked", "wrong",
    "error", "at most (95 %)", "ECE",
)  # fmt: skip


def plain(values: Sequence[Judged], origin: str, promised: Sequence[str] = ()) -> dict[str, Any]:
    """All figures, for machines. `origin` says where the truth is from; `promised` are the standings' sentences."""
    return {
        "origin": origin,
        "promised": list(promised),
        "types": {name: _type(mine) for name, mine in _by_type(values).items()},
    }


def page(values: Sequence[Judged], origin: str, promised: Sequence[str] = ()) -> str:
    """The report as HTML."""
    parts = [f"<p class=note>{escape(origin)}</p>"]
    if promised:
        parts.append(
            "<h2>What is promised</h2><ul>" + "".join(f"<li>{escape(each)}</li>" for each in promised) + "</ul>"
        )
    for name, mine in _by_type(values).items():
        parts.append(_section(name, mine))
    if not values:
        parts.append("<p>No value has been reviewed yet, so there is nothing to tell.</p>")
    body = "\n".join(parts)
    head = f"<meta charset=utf-8><title>Accuracy</title><style>{STYLE}</style>"
    return f"<!doctype html><html lang=en><head>{head}</head><body><h1>Accuracy</h1>\n{body}\n</body></html>\n"


def _section(name: str, values: Sequence[Judged]) -> str:
    rows = [*by(values, lambda each: each.field), figures("all", values)]
    table = "".join(_row(each) for each in rows)
    heads = "".join(f"<th>{escape(head)}</th>" for head in HEADS)
    score = brier(values)
    under = area(risk_coverage(values))
    told = f"Brier score {_number(score)}, area under the risk-coverage curve {_number(under)}."
    return (
        f"<h2>{escape(name)}</h2><table><thead><tr>{heads}</tr></thead><tbody>{table}</tbody></table>"
        f"<p class=note>{told}</p><div class=pictures>{''.join(_pictures(values, rows))}</div>"
        f"<h3>By field</h3><div class=pictures>{''.join(_of_fields(values, rows[:-1]))}</div>"
    )


def _of_fields(values: Sequence[Judged], rows: Sequence[Figures]) -> Iterator[str]:
    """Of each field how P(right) and what is right go together, and how it went as documents came."""
    for each in rows:
        mine = [value for value in values if value.field == each.name]
        yield _reliability(f"{each.name}: reliability", each)
        yield _as_they_came(f"{each.name}: as documents came", mine)


def _reliability(title: str, of: Figures) -> str:
    """P(right) against what was right; a dot is as large as its bin, for one value alone proves nothing."""
    bins = [(said, was) for said, was, _ in of.bins]
    counts = [count for _, _, count in of.bins]
    return pictures.curve(title, {"": bins}, across="P(right)", up="right", diagonal=True, counts=counts)


def _as_they_came(title: str, values: Sequence[Judged]) -> str:
    """The learning curve: what was right of each step of documents, in their order."""
    time = over_time(values)
    last = max(time)[0] if time else 1
    return pictures.curve(title, {"": time}, across="documents", up="right", right=last, dots=True)


def _pictures(values: Sequence[Judged], rows: Sequence[Figures]) -> list[str]:
    risk = risk_coverage(values)
    most = max([0.05, *(error for share, error in risk if share > 0.05)])
    lost = {each.name: each.losses for each in rows[:-1] if each.losses}
    return [
        _reliability("Reliability", rows[-1]),
        pictures.curve("Risk and coverage", {"": risk}, across="share let through", up="wrong among it", top=most),
        _as_they_came("As documents came", values),
        pictures.bars("Where values are lost", lost, [each.value for each in LOSSES]),
    ]


def _row(each: Figures) -> str:
    bound = each.interval[1] if each.interval else None
    cells = [
        each.documents,
        each.due,
        each.found,
        each.right,
        *map(_share, (each.precision, each.recall, each.f1, each.automation)),
        each.checked,
        each.wrong,
        *map(_share, (each.error, bound, each.ece)),
    ]
    return f"<tr><td>{escape(each.name)}</td>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _type(values: Sequence[Judged]) -> dict[str, Any]:
    return {
        "all": figures("all", values).plain,
        "fields": {each.name: each.plain for each in by(values, lambda one: one.field)},
        "brier": brier(values),
        "risk_coverage_area": area(risk_coverage(values)),
        "over_time": over_time(values),
    }


def _by_type(values: Sequence[Judged]) -> dict[str, list[Judged]]:
    names = sorted({each.doctype for each in values})
    return {name: [each for each in values if each.doctype == name] for name in names}


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f} %"


def _number(number: float | None) -> str:
    return "–" if number is None else f"{number:.3f}"
