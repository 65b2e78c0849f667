"""What is possible, but not likely: told to the reader, never repaired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbonmeet.base.errors import did_you_mean
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import _, joined
from carbonmeet.catalogue import Catalogue, load_catalogue, outwards
from carbonmeet.numbers.factor import Factor
from carbonmeet.pricing.entries import doubtful_entries
from carbonmeet.scenario import Scenario
from carbonmeet.travel.countries import divisions
from carbonmeet.units import parse_unit

__all__ = ["FAR_OFF", "doubts"]

#: An own factor so many times off the whole range of its rivals is told.
FAR_OFF = 10.0
#: Editions of one quantity so many years apart are told.
_APART = 5


def doubts(scenario: Scenario, rows: Sequence[Factor], catalogue: Catalogue) -> Iterator[Notice]:
    """What a reader should look at again.

    Parameters
    ----------
    scenario : Scenario
    rows : sequence of Factor
        Those that its result rests on.
    catalogue : Catalogue
        With the scenario's own rows.
    """
    used = [one for one in rows if one.own]
    places = {x for span in scenario.spans.values() for x in outwards(span.region)} - {"world"}
    for one in used:
        yield from _far_off(one, catalogue, places)
        yield from _bare_air(one)
        yield from _below_one(one)
    yield from _unknown_keys(used, catalogue)
    yield from _unknown_regions(used, catalogue, places)
    yield from _far_editions(rows)
    yield from _idle_scores(scenario, rows)
    yield from doubtful_entries(scenario)
    yield from _unmet_needs(scenario, catalogue)


def _unmet_needs(scenario: Scenario, catalogue: Catalogue) -> Iterator[Notice]:
    """A measure carried out further than one that is a condition of it: cars that cannot charge."""
    programme = scenario.programme(catalogue)
    for name, uptake in programme.items():
        for needed in catalogue.measures[name].needs:
            least = programme[needed].value if needed in programme else 0.0
            if uptake.value > least + 1e-9:
                yield Notice(
                    "measure.condition",
                    {"measure": name, "needs": needed, "uptake": uptake.value, "condition": least},
                    _(
                        "{name} at {value:.0%} rests on {needed}, which is "
                        "carried out at {least:.0%}: beyond that the condition "
                        "is taken for granted",
                        name=name,
                        value=uptake.value,
                        needed=needed,
                        least=least,
                    ),
                )


def _far_off(own: Factor, catalogue: Catalogue, places: set[str]) -> Iterator[Notice]:
    """An own factor that no rival comes near: a unit or a decimal point may be wrong."""
    rows = [
        row
        for row in catalogue.rows.get(own.key, ())
        if not row.own and row.unit.dims == own.unit.dims and row.value > 0
    ]
    near = [row for row in rows if row.region in places]  # else those of every place
    rivals = [row.value * row.unit.scale for row in near or rows]
    value = own.value * own.unit.scale
    if not rivals or value <= 0:
        return
    low, high = min(rivals), max(rivals)
    times = value / high if value > high else low / value
    if times <= FAR_OFF:
        return
    more = value > high
    yield Notice(
        "factor.far-off",
        {"factor": own.id, "times": times},
        _(
            "own factor {id} is {times:,.0f} times {what} every rival of the "
            "catalogue: is its unit right?",
            id=own.id,
            times=times,
            what=_("above") if more else _("below"),
        ),
    )


def _bare_air(own: Factor) -> Iterator[Notice]:
    """An own factor of flying that does not say whether effects beyond CO2 are in it."""
    if own.key.startswith("air.") and own.unit.dims and not set(own.boundary) & _SAID:
        yield Notice(
            "factor.boundary-unsaid",
            {"factor": own.id},
            _(
                "own factor {id} does not say its boundary: 'direct' or "
                "'non-co2' tells whether effects beyond CO2 are in it",
                id=own.id,
            ),
        )


def _far_editions(listed: Sequence[Factor]) -> Iterator[Notice]:
    """One quantity of one place by editions years apart: what differs may be the edition."""
    found: dict[tuple[str, str], list[Factor]] = {}
    for one in listed:
        if not one.own:
            found.setdefault((one.key, one.region), []).append(one)
    apart = []
    for rows in found.values():
        first, last = (end(rows, key=lambda row: row.year) for end in (min, max))
        if last.year - first.year >= _APART:
            apart += [first.id, last.id]
    if apart:
        yield Notice(
            "factor.editions-apart",
            {"factors": apart, "years": _APART},
            _(
                "one quantity by editions {years} years or more apart, so that a difference of "
                "periods may be theirs: {rows}",
                years=_APART,
                rows=joined(apart),
            ),
        )


def _idle_scores(scenario: Scenario, rows: Sequence[Factor]) -> Iterator[Notice]:
    """Scores of a pedigree for a number that has a range, which goes first."""
    ranged = [one for one in rows if one.low is not None]
    for name in scenario.content.pedigree:
        found = [one.id for one in ranged if name in (one.id, one.key)]
        if found:
            yield Notice(
                "pedigree.idle",
                {"name": name, "factors": found},
                _(
                    "the scores under 'pedigree' have no effect on {rows}, which has a range: "
                    "write 'distributions' for another one",
                    rows=joined(found),
                ),
            )


def _below_one(own: Factor) -> Iterator[Notice]:
    """Fewer people than one in a room or a vehicle: more likely rooms or vehicles per person."""
    if own.unit.dims in _PLACES and own.value * own.unit.scale < 1:
        yield Notice(
            "factor.below-one",
            {"factor": own.id, "value": own.value},
            _(
                "own factor {id} is less than one person to a room or vehicle: is it the other way "
                "round?",
                id=own.id,
            ),
        )


_PLACES = {parse_unit(f"person / {place}").dims for place in ("room", "vehicle")}
_SAID = {"direct", "non-co2", "life-cycle", "parameter"}


def _unknown_keys(used: Sequence[Factor], catalogue: Catalogue) -> Iterator[Notice]:
    """Own rows under a key that nothing asks for, and that is nearly one that something does."""
    named = {one.key for one in used}
    known = [key for key in catalogue.rows if key not in catalogue.own_keys]
    for key in sorted(catalogue.own_keys - named):
        hint = did_you_mean(key, known)
        if hint:
            yield Notice(
                "factor.unknown-key",
                {"key": key},
                _("no key '{key}': the row prices nothing.{hint}", key=key, hint=hint),
            )


def _unknown_regions(
    used: Sequence[Factor], catalogue: Catalogue, places: set[str]
) -> Iterator[Notice]:
    """Own rows, of the file or of a pack, for a region that nobody knows and nothing lies in."""
    shipped = load_catalogue().regions
    for region in sorted(catalogue.regions - shipped - places - {one.region for one in used}):
        if region in divisions():
            continue
        known = (one for one in (*shipped, *divisions()) if one[:2] == region[:2])
        # below a division, as CN-YN-DLI is, codes are the user's own: only a slip is told
        below = region.count("-") > 1 and "-".join(region.split("-")[:2]) in divisions()
        hint = did_you_mean(region, [*places, *known], alike=0.85 if below else 0.6)
        rows = [one for one in catalogue.factors if one.own and one.region == region]
        if rows and (hint or not below):
            keys = sorted({one.key for one in rows})
            yield Notice(
                "factor.unknown-region",
                {"region": region, "keys": keys},
                _(
                    "no region '{region}' is known: own rows for it ({keys}) price nothing.{hint}",
                    region=region,
                    keys=joined(keys),
                    hint=hint,
                ),
            )
