"""The arithmetic of a number, down to the rows it rests on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.text import Lang, Message, Note, _, _p, joined
from carbonmeet.catalogue.measure import PROVENANCE
from carbonmeet.city.sectors import source_name
from carbonmeet.numbers.distribution import ENDS, Distribution
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.number import Link, Number
from carbonmeet.pricing.uptakes import uptake_of
from carbonmeet.view.blocks import clean
from carbonmeet.view.numerals import number
from carbonmeet.view.numerals import unit as say_unit
from carbonmeet.view.tables.catalogue import EFFECTS, contents_of

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.pricing.workings import Workings

__all__ = ["explain", "explain_forest", "explain_measure", "selected"]

#: The chains of a measure, in the order in which they multiply.
_CHAINS = {
    "reach": _("reach"),
    "saving": _p("share", "saving"),
    "net": _("net of what takes its place"),
    "share": _("share that moves"),
    "ratio": _("units of the new per unit of the old"),
    "gain": _("gain in the uptake of others"),
    "realisation": _("realisation (only where expected)"),
}

_EVIDENCE = {
    "primary": _("read in the publisher's document"),
    "secondary": _("read in another's table"),
    "assumed": _("ASSUMED"),
    "given": _("given in the scenario"),
    "measured": _("measured"),
    "published": _("published"),
}


def selected(result: Workings, what: str | None) -> list[int]:
    """Lines by number, by source, or by a part of their label.

    Raises
    ------
    CarbonmeetError
        If nothing answers.
    """
    lines = [i for i in result.lines if not result.model.lines[i].activity.dormant]
    if what is None:
        return lines
    if what.isascii() and what.isdigit() and len(what) < 10:
        if not 1 <= int(what) <= len(lines):
            raise CarbonmeetError(
                _("no line {what}: there are lines 1 to {lines}", what=what, lines=len(lines))
            )
        return [lines[int(what) - 1]]
    found = [
        i
        for i in lines
        if (activity := result.model.lines[i].activity).source == what
        or activity.source.startswith(f"{what}.")
        or what.lower() in f"{activity.label.en} {activity.label.zh}".lower()
    ]
    if not found:
        present = dict.fromkeys(result.model.lines[i].activity.source for i in lines)
        raise CarbonmeetError(
            _(
                "no source and no line '{what}'.{hint} Sources: {present}",
                what=what,
                hint=did_you_mean(what, present),
                present=joined(present),
            )
        )
    return found


def explain(result: Workings, lines: Iterable[int], lang: Lang = "en") -> str:
    """Amount, chain and product of each line, with range, form and source of every number.

    Parameters
    ----------
    result : Workings
    lines : iterable of int
        Indices of lines of the model.
    lang : {"en", "zh"}
    """
    numbers = {
        i: position
        for position, i in enumerate(
            (i for i in result.lines if not result.model.lines[i].activity.dormant), start=1
        )
    }
    forms = _forms(result, lang)
    return "\n\n".join(_line(result, i, numbers[i], forms, lang) for i in lines)


def explain_measure(result: Workings, name: str, lang: Lang = "en") -> str:
    """What a measure does in a scenario: uptake and chains, with range, form and source of each.

    Parameters
    ----------
    result : Workings
    name : str
        Its id.
    lang : {"en", "zh"}

    Raises
    ------
    CarbonmeetError
        If the programme of the scenario does not name it.
    """
    measures = {one.id: one for one in result.model.measures}
    if name not in measures:
        raise CarbonmeetError(
            _(
                "the programme has no measure '{name}'.{hint}",
                name=name,
                hint=did_you_mean(name, measures),
            )
        )
    measure = measures[name]
    uptake = result.scenario.programme(result.catalogue)[name]
    forms = _forms(result, lang)
    span = next(iter(result.scenario.spans.values()))
    where = (span.region, span.year, result.scenario.content.prefer)
    planned = uptake_of(result.scenario, measure, uptake)
    provenance = PROVENANCE[measure.provenance].get(lang)
    named = clean(measure.name.get(lang))
    about = _(
        "{name} ({do}; {provenance})",
        name=named,
        do=EFFECTS[measure.effect.do],
        provenance=provenance,
    )
    lines = [
        f"{name}  {about.get(lang)}",
        f"  {_('uptake').get(lang)}",
        *_product([(planned, 1)], result.catalogue, forms, lang),
    ]
    for chain, title in _CHAINS.items():
        texts = getattr(measure if chain in ("reach", "realisation") else measure.effect, chain)
        if texts:
            links = result.catalogue.chain(texts, *where)
            lines += [f"  {title.get(lang)}", *_product(links, result.catalogue, forms, lang)]
    return "\n".join(
        [*lines, *([f"  {clean(Note(measure.note, ours=True).get(lang))}"] if measure.note else [])]
    )


def explain_forest(result: Workings, lang: Lang = "en") -> str:
    """The numbers that the removal of the forest rests on, with range, form and source of each.

    Raises
    ------
    CarbonmeetError
        If the scenario has no forest.
    """
    if result.offset is None:
        raise CarbonmeetError(
            _("the scenario has no 'offset' block: there is no forest to explain")
        )
    if not result.offset.forest:
        raise CarbonmeetError(_("the scenario plants no forest: there is none to explain"))
    forms = _forms(result, lang)
    title = _("Forest: numbers that its removal rests on")
    lines = [title.get(lang)]
    for one in result.offset.case.numbers:
        shown = _number(one, " ", result.catalogue, lang)
        lines += [f"  {clean(one.name.get(lang))}", *shown, f"      ~ {forms[one.id]}"]
    return "\n".join(lines)


def _forms(result: Workings, lang: Lang) -> dict[str, str]:
    """How every input of the model is drawn, in words; a number without a range is fixed."""
    from carbonmeet.draws import distributions_in

    forms = {name: _form(one, lang) for name, one in distributions_in(result).items()}
    return forms | {one.id: _follows(one, lang) for one in result.model.inputs if one.terms}


def _follows(one: Number, lang: Lang) -> str:
    """What a number that follows from others is made of."""
    parts = [f"{number(one.constant, 6)}"] if one.constant else []
    for term, coefficient in one.terms:
        sign = "−" if coefficient < 0 else "+" if parts else ""
        times = "" if abs(coefficient) == 1 else f"{number(abs(coefficient), 6)} × "
        parts.append(f"{sign} {times}{term.called(lang)}".strip())
    if one.times is not None:
        return f"= {one.times.called(lang)} × ({' '.join(parts)})"
    if one.domain == "whole":
        parts.append(_("and 1 at least").get(lang))
    return f"= {' '.join(parts)}"


def _form(one: Distribution, lang: Lang) -> str:
    if one.is_fixed:
        fixed = _("fixed")
        if one.origin == "explicit":
            fixed = _("fixed; written out")
        return fixed.get(lang)
    origin = {"explicit": _("written out"), "pedigree": _("by pedigree")}
    why = [origin[one.origin].get(lang)] if one.origin in origin else []
    if lang == "en":
        return "; ".join([str(one), *why])
    low, high = map(one.quantile, ENDS)
    kept = [one.called.get(lang), _("95% from {low} to {high}", low=number(low), high=number(high))]
    if one.least > -math.inf:
        kept.append(_("none below {least}", least=number(one.least)))
    if one.most < math.inf:
        kept.append(_("none above {most}", most=number(one.most)))
    return joined([*kept, *why], "; ").get(lang)


def _line(result: Workings, index: int, position: int, forms: Mapping[str, str], lang: Lang) -> str:
    activity = result.model.lines[index].activity
    amount = float(result.model.quantities()[0, index])
    price = float(result.model.prices()[0, index])
    kilograms = float(result.baseline.kg[index])
    unit = say_unit(activity.unit.text, lang)
    period = result.scenario.spans[activity.period].label
    called = source_name(activity.source, result.scenario.kind)
    head = _(
        "[{position}] {source}: {label}, {period}",
        position=position,
        source=called,
        label=clean(activity.label.get(lang)),
        period=clean(period.get(lang)),
    ).get(lang)
    words = [one.get(lang) for one in (_p("explain", "amount"), _("per unit"))]
    return "\n".join(
        [
            head,
            f"  {words[0]}",
            *_product(activity.amount, result.catalogue, forms, lang, activity.region),
            f"      = {number(amount, 6)} {unit}",
            f"  {words[1]}",
            *_product(activity.chain, result.catalogue, forms, lang, activity.region),
            f"      = {number(price, 6)} kg CO2e / ({unit})",
            "  "
            + _(
                "line: {amount} × {price} = {kilograms} kg CO2e",
                amount=number(amount, 6),
                price=number(price, 6),
                kilograms=number(kilograms, 6),
            ).get(lang),
        ]
    )


def _product(
    links: Iterable[Link],
    catalogue: Catalogue,
    forms: Mapping[str, str],
    lang: Lang,
    region: str = "world",
) -> list[str]:
    lines: list[str] = []
    for one, power in links:
        sign = "÷" if power < 0 else "×" if lines else " "
        lines += _number(one, sign, catalogue, lang, region)
        if one.id in forms:  # else nothing here rests on it
            lines.append(f"      ~ {forms[one.id]}")
    return lines


def _number(
    one: Number, sign: str, catalogue: Catalogue, lang: Lang, region: str = "world"
) -> list[str]:
    words = one.unit.text.removeprefix("1").strip()
    unit = f" {say_unit(words, lang)}" if words else ""
    text = f"    {sign} {number(one.value, 6)}{unit}"
    if one.low is not None and one.high is not None:
        text += f" ({number(one.low)} – {number(one.high)})"
    basis = one.said if isinstance(one, Factor) else one.basis
    cited = [_EVIDENCE[basis], *(_citation(one, key, catalogue) for key in one.references)]
    said = _("{head}: {text}", head=one.called(lang), text=joined(cited, "; "))
    about = [f"      {said.get(lang)}"]
    if isinstance(one, Factor) and one.boundary:
        about[0] += f" [{contents_of(one).get(lang)}]"
    if isinstance(one, Factor) and catalogue.borrowed(one, region) is not None:
        about.append(f"      {_BORROWED.get(lang).format(region)}")
    if one.document is not None:
        kind, *rest = one.document
        told = joined([_PAPERS[kind], *map(clean, filter(None, rest))])
        about.append(f"      {told.get(lang)}")
    note = one.note.get(lang)
    return [text, *about, *([f"      {clean(note)}"] if note else [])]


#: The papers behind an amount.
_PAPERS = {
    "invoice": _("invoice"),
    "meter": _("reading of a meter"),
    "contract": _("contract"),
    "count": _("count"),
}
_BORROWED = _("borrowed: {} has none of its own")
_OWN = _("own number of the scenario")


def _citation(one: Number, key: str, catalogue: Catalogue) -> Message | str:
    if isinstance(one, Factor) and one.own:
        # whatever publication it names: the number was not read there by us
        own = _("{head}: {text}", head=_OWN, text=one.claimed)
        return _("{cited}, {where}", cited=own, where=Note(one.locator)) if one.locator else own
    source = catalogue.sources.get(key)
    if source is None:
        return key
    cited = _(
        "{publisher}, {title} ({year})",
        publisher=source.publisher,
        title=source.title,
        year=source.year,
    )
    return _("{cited}, {where}", cited=cited, where=Note(one.locator)) if one.locator else cited
