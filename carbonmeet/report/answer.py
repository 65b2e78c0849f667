"""The whole answer as plain data: what is printed, written as JSON and made into a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from carbonmeet.estimation import Estimate
    from carbonmeet.uncertainty import Uncertainty

__all__ = ["answer"]


def answer(
    result: Estimate, found: Uncertainty | None = None, *, brief: bool = False
) -> dict[str, Any]:
    """The result as plain data, with ranges where there are draws and with a city's years.

    Parameters
    ----------
    result : Estimate
    found : Uncertainty, optional
        The draws of this result.
    brief : bool
        Leave out what takes most of the time: see `ranges_into`.

    Examples
    --------
    >>> from carbonmeet.estimation import estimate
    >>> [row["year"] for row in answer(estimate("kunming-2030"))["slice"]["years"]]
    [2021, 2023, 2025, 2030]
    """
    data = result.to_dict()
    if found is not None:
        from carbonmeet.uncertainty import ranges_into

        ranges_into(data, found, brief=brief)
    if result.scenario.kind == "city":
        from carbonmeet.hostcity import as_data

        data["slice"] = as_data(result)
    return data
