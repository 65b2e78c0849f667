"""What a programme of measures saves, and whose tonnes they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, overload

from carbonmeet.answer.records import Named, Records
from carbonmeet.answer.total import Total, frame_of
from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["WAYS", "Measures", "Saved", "Thing"]

#: The four attributions.
WAYS = ("alone", "in_order", "last_in", "shapley")


@dataclass(frozen=True, slots=True)
class Thing:
    """An amount that a measure makes needless: cups, meals, sheets of paper."""

    amount: float
    unit: str


@dataclass(frozen=True, slots=True)
class Saved:
    """One measure and what it saves, t CO2e, attributed four ways.

    Attributes
    ----------
    uptake : float
        Share carried out, as planned or expected, 0 to 1.
    counts : bool
        Whether it counts under the scenario's accounting of electricity.
    acts : bool
        Whether it finds anything to act on.
    alone : Total
        Carried out by itself.
    in_order : Total
        Added to those before it, in the order of the stages.
    last_in : Total
        What would be lost if it alone were dropped.
    shapley : Total
        The mean over all orders: sums to the whole saving.
    avoided : tuple of Thing
        Of what is counted, how much less is needed.
    """

    id: str
    area: str
    name: Label
    provenance: str
    uptake: float
    counts: bool
    acts: bool
    alone: Total
    in_order: Total
    last_in: Total
    shapley: Total
    avoided: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Measures(Sequence[Saved]):
    """The measures of a programme, a sequence in the order of the catalogue.

    Attributes
    ----------
    items : tuple of Saved
    by_area : mapping of str to Total
        Shapley values added up by area.
    total : Total
        The whole saving.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> found = cm.estimate("forum-1500").measures
    >>> found.to_frame().columns.to_list()
    ['area', 'name', 'uptake', 'alone', 'in_order', 'last_in', 'shapley']
    >>> found["T6"].area, len(found)
    ('transport', 25)
    """

    items: tuple[Saved, ...]
    by_area: Mapping[str, Total]
    total: Total

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", Records(self.items))
        object.__setattr__(self, "by_area", Named(self.by_area, "area"))

    def __repr__(self) -> str:
        return f"<Measures: {len(self.items)}, together {self.total}>"

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Saved]:
        return iter(self.items)

    @overload
    def __getitem__(self, key: int | str) -> Saved: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Saved, ...]: ...
    def __getitem__(self, key: int | str | slice) -> Saved | tuple[Saved, ...]:
        """A measure by its position or id.

        Raises
        ------
        CarbonmeetError
            If the programme names no such measure.
        """
        if not isinstance(key, str):
            return self.items[key]
        for one in self.items:
            if one.id == key:
                return one
        known = [one.id for one in self.items]
        raise CarbonmeetError(
            _("the programme has no measure '{key}'.{hint}", key=key, hint=did_you_mean(key, known))
        )

    def to_frame(self) -> pd.DataFrame:
        """One row a measure, t CO2e; with ``shapley_low`` and so on where draws were made.

        Returns
        -------
        pandas.DataFrame
        """
        import pandas as pd

        columns = {
            "area": [one.area for one in self.items],
            "name": [str(one.name) for one in self.items],
            "uptake": [one.uptake for one in self.items],
        }
        table = {way: [getattr(one, way) for one in self.items] for way in WAYS}
        values = {way: [one.value for one in listed] for way, listed in table.items()}
        ends = {
            f"{way}_{end}": [getattr(one, end) for one in listed]
            for way, listed in table.items()
            for end in ("low", "high")
            if any(getattr(one, end) is not None for one in listed)
        }
        index = pd.Index([one.id for one in self.items], name="id")
        return pd.DataFrame({**columns, **values, **ends}, index=index)

    def areas(self) -> pd.DataFrame:
        """Savings by area as a pandas table, t CO2e.

        Returns
        -------
        pandas.DataFrame
        """
        return frame_of(self.by_area, ["area"])

    def _repr_html_(self) -> str:
        table: str = self.to_frame().to_html(float_format="{:,.2f}".format)
        return table
