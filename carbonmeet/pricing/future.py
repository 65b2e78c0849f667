"""Meetings of years that no edition describes yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import _, joined
from carbonmeet.catalogue.trends import PATH, Trend, trend_of
from carbonmeet.kernel import Model
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.number import Number

__all__ = ["beyond"]


#: Years after the newest numbers beyond which nothing can be expected of them.
_FAR = 20


def beyond(
    model: Model, numbers: Sequence[Number], newest: int, trends: Sequence[Trend] = ()
) -> list[Notice]:
    """What is to be said of activities after the newest numbers, and of numbers carried forward.

    Parameters
    ----------
    model : Model
    numbers : sequence of Number
        Those that the result rests on.
    newest : int
        Year of the newest edition of the catalogue.
    trends : sequence of Trend
        On which numbers are carried forward.
    """
    years = sorted({line.activity.year for line in model.lines if line.activity.year > newest})
    ahead = [one for one in numbers if one.path[0] == PATH]
    if ahead:
        return [
            *_left_behind(model, trends),
            Notice(
                "method.carried-forward",
                {"numbers": [one.id for one in ahead]},
                _(
                    "{ahead} numbers are carried forward on the trends of "
                    "grids, aircraft and cars (methods: future); the ranges "
                    "hold what is known of the trends, and no break in them",
                    ahead=len(ahead),
                ),
            ),
        ]
    if not years:
        return []
    rows = [one.year for one in numbers if isinstance(one, Factor) and not one.own]
    oldest = min(rows, default=newest)
    described = {"years": _years(years), "oldest": oldest, "newest": newest}
    if trends:
        said = _(
            "{years}: no number describes that year yet, and no trend carries those that are used "
            "forward: the newest editions stand as they are (of {oldest} to {newest})",
            **described,
        )
    else:
        said = _(
            "{years}: no number describes that year yet; the newest "
            "editions are used as they are (of {oldest} to {newest}). "
            "'methods: {{future: trend}}' carries grids, aircraft and cars "
            "forward",
            **described,
        )
    # the screen only counts the first of them
    kind = "factor.future" if years[-1] - newest <= _FAR else "factor.far-future"
    told = Notice(kind, {"years": years, "newest": newest}, said)
    return [*(_left_behind(model, trends) if trends else ()), told]


def _left_behind(model: Model, trends: Sequence[Trend]) -> Iterator[Notice]:
    """Numbers with power inside that no trend carries, beside grids that one does."""
    found: dict[str, int] = {}
    for line in model.lines:
        for one, _power in () if line.activity.dormant else line.activity.chain:
            if (
                isinstance(one, Factor)
                and not one.own
                and one.year < line.activity.year
                and trend_of(one.key, trends) == ""
            ):
                found[one.id] = one.year
    if found:
        rows = joined(_("{id} of {year}", id=name, year=year) for name, year in found.items())
        yield Notice(
            "method.left-behind",
            {"factors": list(found)},
            _(
                "not carried forward, though power is inside, for its publisher does not tell "
                "it apart: {rows}; beside grids that fall, a place looks worse by such numbers",
                rows=rows,
            ),
        )


def _years(years: list[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
