"""The page of a bundle that tells how to work the result out again."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from carbonmeet.base.text import Lang, _
from carbonmeet.questions.evidence import TIERS, evidence
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import fixed, number, share
from carbonmeet.view.tables.evidence import RULES
from carbonmeet.view.typography import typography

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carbonmeet.answer import Answer, Total

__all__ = ["page"]

_STYLE = (
    "body{font:16px/1.5 'Noto Sans','Noto Sans CJK SC',sans-serif;max-width:60rem;margin:2rem auto;"
    "padding:0 1rem;color:#222}table{border-collapse:collapse;margin:1rem 0}td,th{border-bottom:"
    "1px solid #ccc;padding:.3rem .8rem;text-align:left;vertical-align:top}td.n{text-align:right}"
    "pre{background:#f4f4f4;padding:.8rem;overflow:auto}h1,h2{color:#1d6b4f}"
)
_HOW = _("How to work it out again")
_STEPS = (
    (
        _("Check the bytes"),
        "sha256sum -c MANIFEST.sha256",
        _("Every file of the bundle is listed with its SHA-256."),
    ),
    (
        _("Check the result by the program"),
        "pip install '.[all]'\ncarbonmeet verify BUNDLE.zip",
        _(
            "The first line is for a copy of the repository of carbonmeet, in the version told "
            "above. The second works the result out again from the scenario and the rows "
            "in the bundle, whatever version of the catalogue is "
            "installed, and names every number that is not the same."
        ),
    ),
    (
        _("Estimate the scenario yourself"),
        "carbonmeet estimate scenario/whole.yaml --factors factors{drawn} --format json "
        "-o again.json\n"
        "carbonmeet explain scenario/whole.yaml --factors factors",
        _(
            "scenario/whole.yaml is the file with all that it extends; "
            "factors/rows.csv holds the rows that it took. The numbers are the same; the ends of "
            "ranges part a little, for own rows are drawn each by itself."
        ),
    ),
    (
        _("Follow a line by hand"),
        "lines.csv: amount * chain = kg; kg / 1000 = t",
        _(
            "Every factor of a chain stands in factors/rows.csv with its "
            "source and the place in it; the publications are in "
            "references.csv."
        ),
    ),
)
_FILES = _("What is in it")
_LISTED = (
    (_("scenario as written, and what it extends"), "documents/"),
    (_("the same as one file; lists of people as sums"),
     "scenario/whole.yaml"),
    (_("the result, every digit"), "result.json"),
    (_("rows used, and publications"), "factors/rows.csv, references.csv"),
    (_("the ledger before and after the measures"), "lines.csv"),
    (_("evidence, completeness, who signs"),
     "evidence.csv, evidence.json"),
    (_("the result in the frames people report in"), "frames/"),
    (_("data and captions of the figures"), "figures/"),
)  # fmt: skip


def page(answer: Answer, lang: Lang, exact: float, merged: int, figures: Sequence[str]) -> str:
    """The page in one language."""
    title = answer.scenario.title.get(lang)
    body = [
        f"<h1>{escape(title)}</h1>",
        _facts(answer, lang),
        _private(answer, lang, exact, merged),
    ]
    body += [f"<h2>{_HOW.get(lang)}</h2><ol>"]
    drawn = answer.uncertainty
    how = "" if drawn is None else f" --draws {drawn.draws} --seed {drawn.seed}"
    for name, text, told in _STEPS:
        command = text.format(drawn=how)
        body.append(f"<li><b>{name.get(lang)}</b><pre>{escape(command)}</pre>{told.get(lang)}</li>")
    body += ["</ol>", f"<h2>{_FILES.get(lang)}</h2>", _table(
        [(escape(place), name.get(lang)) for name, place in _LISTED])]  # fmt: skip
    body += [_evidence(answer, lang), _rules(lang)]
    return (
        f'<!doctype html><html lang="{typography(lang).page}"><head>'
        f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style></head>'
        f"<body>{''.join(body)}</body></html>\n"
    )


def _facts(answer: Answer, lang: Lang) -> str:
    m, drawn = Voice(lang), answer.uncertainty
    draws = m.say("none")
    if drawn is not None:
        draws = m.say("{draws:,}, seed {seed}", draws=drawn.draws, seed=drawn.seed)
    methods = m.join(m.method(name, one) for name, one in answer.scenario.methods.items())
    catalogue, name = answer.catalogue, escape(answer.scenario.name)
    return _table(
        [
            (m.say("Before the measures, t CO2e"), _total(answer.baseline.total)),
            (m.say("After the measures, t CO2e"), _total(answer.residual.total)),
            (m.say("Draws behind the ranges"), draws),
            (m.say("Methods"), escape(methods)),
            (m.say("Scenario"), f"{name}<br>SHA-256 {answer.scenario.hash}"),
            (m.say("Catalogue"), f"{catalogue.version}<br>SHA-256 {catalogue.hash}"),
            ("carbonmeet", answer.carbonmeet),
        ]
    )


def _total(total: Total) -> str:
    text = fixed(total.value, 3)
    if total.low is not None and total.high is not None:
        text += f" ({fixed(total.low, 3)} – {fixed(total.high, 3)})"
    return text


def _private(answer: Answer, lang: Lang, exact: float, merged: int) -> str:
    """What was done so that nobody can be told from the sums of a list."""
    content = answer.content or {}
    if "sums" not in content.get("attendees", {}):
        return ""
    found = answer.residual.total.value
    least = content["attendees"].get("min_cell", 5)
    told = _(
        "The list of people is not in the bundle. Its sums are; {merged} "
        "cells of fewer than {least} people were merged with others, so "
        "that the result here is {found} t CO2e after the measures, "
        "where the list itself gives {exact} t.",
        merged=merged,
        least=least,
        found=fixed(found, 3),
        exact=fixed(exact, 3),
    )
    return f"<p>{told.get(lang)}</p>"


def _evidence(answer: Answer, lang: Lang) -> str:
    found = evidence(answer)
    head = _("What the tonnes rest on").get(lang)
    rows = [(name.get(lang), share(found.tiers[tier])) for tier, name in TIERS.items()]
    parts = [f"<h2>{head}</h2>", _table(rows)]
    gaps = found.gaps
    told = _(
        "{gaps} numbers without a document carry 1% of the tonnes or more "
        "each; evidence.csv lists them.",
        gaps=len(gaps),
    ).get(lang)
    parts.append(f"<p>{told}</p>")
    if found.left_out:
        left = _("Left out, with an estimated size, t CO2e")
        parts.append(f"<h2>{left.get(lang)}</h2>")
        parts.append(_table([
            (escape(one.what.get(lang)), f"{number(one.tonnes.value)} ({share(one.share)})")
            for one in found.left_out]))  # fmt: skip
    return "".join(parts)


def _rules(lang: Lang) -> str:
    head = _("Rules").get(lang)
    return f"<h2>{head}</h2><ul>{''.join(f'<li>{escape(x.get(lang))}</li>' for x in RULES)}</ul>"


def _table(rows: Sequence[tuple[str, str]]) -> str:
    return (
        "<table>"
        + "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows)
        + "</table>"
    )
