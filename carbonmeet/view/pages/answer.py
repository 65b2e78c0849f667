"""An answer on a screen: one screen of it, or the chapters of the report, by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from carbonmeet.answer.attendance import Attendance
from carbonmeet.answer.offset import Offset
from carbonmeet.base.numerals import figures
from carbonmeet.base.text import _n
from carbonmeet.offset.wording import cover_said, is_done, land
from carbonmeet.view.blocks import Block, Bullets, Facts, Heading, Paragraph
from carbonmeet.view.matter import Matter
from carbonmeet.view.numerals import ranged, three
from carbonmeet.view.pages.headline import enough, facts, quality
from carbonmeet.view.tables.emissions import by_source
from carbonmeet.view.tables.emissions import shares as share_table
from carbonmeet.view.tables.measures import best

__all__ = ["FULL", "chapters", "doubts", "screen"]

#: What `--full` shows; the rest are annexes, to be asked for by name.
FULL = (
    "emissions",
    "attendance",
    "years",
    "measures",
    "forest",
    "uncertainty",
    "boundary",
    "methods",
    "limits",
)
#: Notices about the method, which a screen only counts: `--full` tells them.
_COUNTED = (
    *("factor.later-edition", "factor.aged", "factor.borrowed", "factor.future"),
    *(
        "factor.editions-apart",
        "factor.wider-region",
        "measure.apart",
        "measure.idle",
        "measure.begins-late",
    ),
    *("city.", "forest.", "supply.", "method.", "shuttle.carries", "dressing.size"),
    "credit.counted",
    *("draws.fixed", "draws.not-normal", "law.edge", "list.read"),
)
#: Of those the doubts.
_DOUBTS = (
    *("forest.claimed-twice", "forest.implausible-rate", "forest.outlier", "forest.unmet"),
    *("forest.much-land", "forest.dear"),
    *("forest.greening", "forest.not-additional", "forest.planted-late", "forest.not-needed"),
    *("offset.taken-over", "credit.given-to-another", "credit.pool-open"),
)
#: Doubts on a screen; how many more there are is told.
_TOLD = 5
#: Rows of a table of the people of a list on a screen.
_PEOPLE = 4
#: Rows of the table of sources on a screen.
_SOURCES = 5


def screen(m: Matter, file: str) -> list[Block]:
    """Headline, sources, best measures, forest, what to do next: one screen of a terminal.

    Parameters
    ----------
    m : Matter
    file : str
        As it was called, for the commands that are proposed.
    """
    blocks: list[Block] = [*_headline(m)]
    years = m.answer.city.years if m.answer.city is not None else ()
    if len(years) > 1:
        from carbonmeet.view.tables.city import year_table

        blocks.append(year_table(years, m.lang))
    else:
        blocks.append(replace(by_source(m, _SOURCES), caption=""))
    shares = share_table(m)
    if shares is not None:
        blocks.append(shares)
    if m.answer.attendance is not None:
        blocks += _people(m, m.answer.attendance)
    found = best(m)
    if found.rows:
        blocks.append(found)
    said = doubts(m, _TOLD)
    blocks += [Bullets(said)] if said else []
    forest = [] if m.answer.offset is None else [_forest(m)]
    return [*blocks, Bullets((*forest, *_next(m, file)))]


def chapters(m: Matter, names: Iterable[str]) -> list[Block]:
    """The headline and chapters of the report.

    Parameters
    ----------
    m : Matter
    names : iterable of str
        Of `CHAPTERS`; what does not apply is left out.
    """
    from carbonmeet.view.pages.report.build import chapter

    wanted = tuple(names)
    blocks: list[Block] = [*_headline(m, stated="limits" not in wanted)]
    shares = share_table(m)
    if shares is not None:
        blocks.append(shares)
    for name in wanted:
        section = chapter(m, name)
        if section is not None:
            blocks += [Heading(section.title.upper()), *section.blocks]
    return blocks


def _headline(m: Matter, *, stated: bool = True) -> list[Block]:
    """Title and headline numbers; with `stated` what the boundary leaves out of them."""
    said = m.answer.boundary.statement
    blocks: list[Block] = [Heading(m.answer.scenario.title.get(m.lang))]
    blocks.append(Facts("headline", "", (*facts(m, forest=False), *quality(m))))
    if said is not None and stated:
        blocks.append(Paragraph(m.word(said)))
    return blocks


def _people(m: Matter, found: Attendance) -> list[Block]:
    """The people of a list: the first countries, and how unequal their journeys are."""
    from carbonmeet.view.tables.attendance import cohort_tables, spread_sentence

    table = cohort_tables(found, m.lang, _PEOPLE)[0]
    caption = m.say("Journeys of the people on the list, t CO2e")
    return [replace(table, caption=caption), Paragraph(spread_sentence(found, m.lang))]


def doubts(m: Matter, most: int | None = None) -> tuple[str, ...]:
    """What must never be silent: notices that doubt the file or the answer; all, or so many."""
    offset = m.answer.offset
    every = (*m.answer.notices, *(() if offset is None else offset.notices))
    listed = [one for one in every if one.id in _DOUBTS or not one.id.startswith(_COUNTED)]
    # what takes back the sentence on the forest is never among those that are left out
    listed.sort(key=lambda one: one.id not in _DOUBTS)
    found = [m.told(one) for one in listed]
    if most is None or len(found) <= most:
        return tuple(found)
    more = len(found) - most
    rest = _n("{n} doubt more with --full", "{n} doubts more with --full", more)
    return (*found[:most], rest.get(m.lang))


def _forest(m: Matter) -> str:
    """The forest in one sentence: how large, what it removes by when, how likely it is to do."""
    forest = m.answer.offset
    assert forest is not None
    if not forest.has_forest:
        covered = any(claim["kind"] == "covered" for claim in forest.claims)
        sure = enough(m) if covered else ""
        return m.word(forest.statement) + (m.say(" ") + sure + m.say(".") if sure else "")
    year, drawn = forest.horizon_year, m.drawn_forest
    area = m.word(land(forest.area.value))
    removed = f"{ranged(forest.removal)} t CO2e"
    text = m.say(
        "Forest: {land} to remove {removed} by {year}", land=area, removed=removed, year=year
    )
    claims = {claim["kind"]: claim for claim in forest.claims}
    if "doubted" in claims:
        return text + _doubted(m, forest) + m.say(".")
    if "sized" in claims:
        sure = f"{figures(100 * claims['sized']['probability'], 12)}%"  # as asked: never 100%
        text += m.say(
            "; the area is enough with a probability of {sure}, growth and survival alone",
            sure=sure,
        )
    text += _balance(m, forest) + _lapses(m, forest)
    without = forest.owed is not None and not forest.owed.value
    if drawn is not None and not without:
        text += m.say(" (probability of that by {year}: {chance})", year=year, chance=m.chance)
    return text + _held(m) + m.say(".")


def _held(m: Matter) -> str:
    """When the forest has compensated the part that took place, where another part did not."""
    forest = m.answer.offset
    claims = () if forest is None else forest.claims
    for claim in (one for one in claims if one["kind"] == "held"):
        tonnes, year = three(claim["emissions"]), claim["year"]
        if year is not None:
            return m.say(
                "; what is left of what was held, {tonnes} t, by {year}", tonnes=tonnes, year=year
            )
        return m.say("; what is left of what was held, {tonnes} t, never", tonnes=tonnes)
    return ""


def _doubted(m: Matter, forest: Offset) -> str:
    """That the forest compensates nothing by what the file says, and what else there is."""
    said = m.say("; no compensation may be claimed of it")
    found = next((one for one in forest.claims if one.get("credits")), None)
    if found is None:
        return said
    if found["kind"] == "covered":
        return said + _balance(m, forest)
    left = three(max(found["emissions"] - found["credits"], 0.0))
    return said + m.say(
        "; beside it stand {cover}, and {left} t CO2e are left", cover=cover_said(found), left=left
    )


def _lapses(m: Matter, forest: Offset) -> str:
    """That what has been compensated does not stay so."""
    found = next((one for one in forest.claims if one["kind"] == "lapses"), None)
    if found is None:
        return ""
    lacking, year = three(found["lacking"]), found["year"]
    return m.say(
        "; by the end of {year} {lacking} t CO2e are owed again", year=year, lacking=lacking
    )


def _balance(m: Matter, forest: Offset) -> str:
    """By when the emissions are to be compensated, or what covers them without the forest."""
    if forest.owed is None:
        return ""
    found = next((one for one in forest.claims if "credits" in one), None)
    cover = cover_said(found) if found and found["credits"] else None
    if found is not None and cover is not None and found["kind"] == "covered":
        if is_done(found):
            return m.say("; the emissions are covered without it, by {cover}", cover=cover)
        return m.say("; the emissions are to be covered without it, by {cover}", cover=cover)
    done = forest.balance_year
    if cover is None and done is None:
        return m.say("; it never compensates the emissions")
    if cover is None:
        return m.say("; the emissions are to be compensated by {done}", done=done)
    if done is None:
        return m.say("; it never compensates the emissions less {cover}", cover=cover)
    return m.say(
        "; the emissions less {cover} are to be compensated by {done}", cover=cover, done=done
    )


def _next(m: Matter, file: str) -> list[str]:
    """What to look at now: notices, the weakest numbers, and the commands that show more."""
    count = len(m.notices) + len(m.forest_notices)
    return [
        _n(
            "{n} notice and every table: carbonmeet estimate {file} --full",
            "{n} notices and every table: carbonmeet estimate {file} --full",
            count,
            file=file,
        ).get(m.lang),
        m.say("What to measure first: carbonmeet sensitivity {file}", file=file),
        m.say("A report: carbonmeet report {file} -o report.docx", file=file),
    ]
