"""The sheets of a workbook that compute what the measures leave of each line.

One sheet holds the uptakes, lifted by the enablers; one the shares that a measure saves or moves,
each a product of parameters; one what is left of a line, stage by stage. Lines on which the same
measures act in the same way share a row there. Change an uptake or a parameter, and the ledger
follows.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import field
from math import prod
from typing import TYPE_CHECKING

from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _p
from carbonmeet.kernel.steps import Capped, Shift, Wake
from carbonmeet.pricing.metered import LEFT
from carbonmeet.view.blocks import Column, clean
from carbonmeet.view.faces.excel.cells import Ledger, kg_in_full, last_year
from carbonmeet.view.faces.excel.readings import Readings, readings_of

if TYPE_CHECKING:
    from carbonmeet.kernel import Model
    from carbonmeet.kernel.steps import Lift
    from carbonmeet.numbers.activity import Link
    from carbonmeet.pricing.workings import Workings
    from carbonmeet.view.faces.excel.workbook import Book

__all__ = ["Remainders", "add_remainders", "shares_left"]

#: Columns of the cells that others refer to. The bare share is that of a measure in a reading, of
#: which too little may be left to count it.
_COUNTED, _LIFTED, _SHARE, _BARE, _LEFT, _FULL = "F", "H", "E", "F", "D", "E"
#: Measures before the first row of a sheet: its head.
_HEAD = 1


@dataclass
class _Left:
    """What is left of the lines of one row: a product of terms, and who made them."""

    terms: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Remainders:
    """Where the ledger finds what is left of a line."""

    sheet: str
    names: tuple[str, str]
    rows: tuple[_Left, ...]
    readings: Readings

    def cell(self, row: int) -> str:
        """The cell of a row of weights."""
        return f"'{self.sheet}'!${_LEFT}${row + _HEAD + 1}"

    def full(self, row: int) -> str:
        """The cell of the kilograms of its lines in full."""
        return f"'{self.sheet}'!${_FULL}${row + _HEAD + 1}"

    def measures(self, row: int) -> str:
        """The measures that act on the lines of a row of weights."""
        return ", ".join(dict.fromkeys(self.rows[row].ids))


def add_remainders(book: Book, result: Workings, places: Mapping[str, str]) -> Remainders:
    """Add the three sheets.

    Parameters
    ----------
    book : Book
    result : Workings
    places : mapping of str to str
        The cell of every input, by its id.
    """
    names = (book.say("uptakes"), book.say("savings"))
    model = result.model
    readings = _readings(model, names, places)
    rows = _rows(book, model, _Part(model, names))
    found = Remainders(book.say("left"), names, rows, readings)
    _uptakes(book, result, names)
    _savings(book, result.model, names[1], places)
    _left(book, result, found)
    return found


def _readings(model: Model, names: tuple[str, str], places: Mapping[str, str]) -> Readings:
    """What the measures left of what was measured, by shares that no reading changes."""

    def bare(share: int) -> str:
        read = any(one.path[-1] == LEFT for one, _ in _links(model, share))
        return f"'{names[1]}'!${_BARE if read else _SHARE}${share + _HEAD + 1}"

    def part(measure: int, share: int) -> str:
        return f"'{names[0]}'!${_LIFTED}${measure + _HEAD + 1}*{bare(share)}"

    return readings_of(model, places, part, bare)


def shares_left(
    book: Book, model: Model, names: tuple[str, str], acting: Container[int]
) -> list[str]:
    """What is left of each row of weights where only some measures act, as formulas."""
    rows = _rows(book, model, _Part(model, names, acting))
    return ["0" if "0" in row.terms else _product(row.terms) or "1" for row in rows]


class _Part:
    """``uptake * share`` of a measure, as cells; empty where it does not act."""

    def __init__(
        self, model: Model, names: tuple[str, str], acting: Container[int] | None = None
    ) -> None:
        self.model, self.names, self.acting = model, names, acting

    def __call__(self, measure: int, share: int) -> str:
        if self._rests(measure):
            return ""
        return f"{self._uptake(measure)}*{self.share(share)}"

    def share(self, share: int) -> str:
        return f"'{self.names[1]}'!${_SHARE}${share + _HEAD + 1}"

    def _rests(self, measure: int) -> bool:
        return self.acting is not None and measure % len(self.model.measures) not in self.acting

    def _uptake(self, measure: int) -> str:
        """With the enablers that act."""
        lifts = _lifts(self.model, measure)
        here = [one for one in lifts if not self._rests(one.enabler)]
        if len(here) == len(lifts):
            return f"'{self.names[0]}'!${_LIFTED}${measure + _HEAD + 1}"
        own, *enabling = (
            f"'{self.names[0]}'!${_COUNTED}${one + _HEAD + 1}"
            for one in (measure, *(lift.enabler for lift in here))
        )
        gains = (self.share(lift.gain) for lift in here)
        lifted = "".join(f"*(1+{x}*{y})" for x, y in zip(enabling, gains, strict=True))
        return f"MIN(1,{own}{lifted})"


def _rows(book: Book, model: Model, part: _Part) -> tuple[_Left, ...]:
    """What the steps of the model leave, in their order, as terms of a formula."""
    rows = [_Left() for _ in range(model.weight_rows)]
    for place in model.asleep.tolist():
        rows[place].terms = ["0"]
    for step in model.steps:
        if isinstance(step, Shift):
            _shift(book, model, part, step, rows)
            continue
        if isinstance(step, Capped):
            _cap(book, model, part, step, rows)
            continue
        [(measure, share)] = step.acting
        name, taken = model.measures[measure % len(model.measures)].id, part(measure, share)
        if not taken:
            continue
        for place in step.rows.tolist():
            row = rows[place]
            row.ids.append(name)
            if isinstance(step, Wake):
                row.terms = [taken]
                row.acts.append(book.say("woken by {name}", name=name))
            else:
                row.terms.append(f"(1-{taken})")
                row.acts.append(book.say("{name} saves", name=name))
    return tuple(rows)


def _cap(book: Book, model: Model, part: _Part, step: Capped, rows: list[_Left]) -> None:
    """Measures that together save no more than a share."""
    found = {
        model.measures[measure % len(model.measures)].id: part(measure, share)
        for measure, share in step.acting
    }
    acting = {name: taken for name, taken in found.items() if taken}
    if not acting:
        return
    left = "*".join(f"(1-{taken})" for taken in acting.values())
    together = ", ".join(acting)
    for place in step.rows.tolist():
        rows[place].terms.append(f"MAX({left},1-MAX(0,{part.share(step.most)}))")
        rows[place].ids += acting
        rows[place].acts.append(
            book.say("{together} save, {cap} at most", together=together, cap=step.cap)
        )


def _shift(book: Book, model: Model, part: _Part, step: Shift, rows: list[_Left]) -> None:
    """Shares move from a line to others; those of one pool never exceed the whole."""
    every = [
        (model.measures[move.measure % len(model.measures)].id, part(*pair), move)
        for move, pair in zip(step.moves, step.acting, strict=True)
    ]
    moving = [(name, taken) for name, taken, _ in every if taken]
    demand = "(" + "+".join(taken for _, taken in moving) + ")"
    fit = [f"/MAX(1,{demand})"] if len(moving) > 1 else []
    pool = book.say(", pool {pool}", pool=step.pool) if fit else ""
    ids = [name for name, _ in moving]
    for at, parent in enumerate(step.parents.tolist()):
        before = rows[parent]
        for name, taken, move in every:
            for children in move.children:
                moved = book.say("moved here by {name}{pool}", name=name, pool=pool)
                rows[int(children[at])] = (
                    _Left([*before.terms, taken, *fit], [*before.acts, moved], [*before.ids, name])
                    if taken
                    else _Left(["0"])
                )
        if not moving:
            continue
        away = ", ".join(ids)
        before.terms.append(f"MAX(0,1-{demand})" if fit else f"(1-{moving[0][1]})")
        before.acts.append(book.say("{away} move away{pool}", away=away, pool=pool))
        before.ids += ids


def _uptakes(book: Book, result: Workings, names: tuple[str, str]) -> None:
    """Planned uptakes, those that count, and those that the enablers lift."""
    model = result.model
    count, share = len(model.measures), book.numbers["share"]
    sheet, rows = book.sheet(names[0]), model.settings * count
    columns = (
        Column(book.say("Measure")),
        Column(book.say("Name"), wide=3),
        Column(book.say("Enablers in force"), wide=1.5),
        Column(book.say("Planned uptake")),
        Column(book.say("Counts (1) or not (0)"), wide=1.2),
        Column(book.say("Uptake that counts"), wide=1.2),
        Column(book.say("Lifted by"), wide=1.5),
        Column(book.say("Uptake with enablers"), wide=1.2),
    )
    book.heads(sheet, 0, columns, rows)
    values, market = _shares(model), result.scenario.methods["electricity"] == "market"
    for place in range(rows):
        at, n = place % count, place + _HEAD + 1
        one, lifts = model.measures[at], _lifts(model, place)
        force = [lift.enabler for lift in model.lifts if place // count in lift.lifted // count]
        planned, counted = float(result.planned[at]), float(result.uptake[at])
        counts = float(market or one.method != "market")
        texts = (one.id, one.name.get(book.lang), _ids(model, force))
        for column, text in enumerate(texts):
            book.put(sheet, n - 1, column, clean(text), book.text)
        book.put(sheet, n - 1, 6, _ids(model, [lift.enabler for lift in lifts]), book.text)
        if place == at:
            book.put(sheet, n - 1, 3, planned, share)
            book.put(sheet, n - 1, 4, counts, book.numbers["count"])
        else:  # the same plan once more, with other enablers in force
            book.formula(sheet, n - 1, 3, f"=D{at + _HEAD + 1}", share, planned)
            book.formula(sheet, n - 1, 4, f"=E{at + _HEAD + 1}", book.numbers["count"], counts)
        book.formula(sheet, n - 1, 5, f"=D{n}*E{n}", share, counted)
        gains, lifted = "", counted
        for lift in lifts:
            enabler, gain = lift.enabler + _HEAD + 1, lift.gain + _HEAD + 1
            gains += f"*(1+${_COUNTED}${enabler}*'{names[1]}'!${_SHARE}${gain})"
            lifted *= 1.0 + float(result.uptake[lift.enabler]) * values[lift.gain]
        book.formula(sheet, n - 1, 7, f"=MIN(1,F{n}{gains})", share, min(1.0, lifted))


def _lifts(model: Model, place: int) -> list[Lift]:
    """What lifts an uptake."""
    return [lift for lift in model.lifts if place in lift.lifted]


def _ids(model: Model, places: list[int]) -> str:
    return ", ".join(model.measures[i].id for i in dict.fromkeys(places))


def _links(model: Model, place: int) -> list[Link]:
    """The inputs whose product a coefficient is: those behind the inputs divide."""
    inputs, divisors = model.inputs, model.divisors.tolist()
    found: list[Link] = []
    for i in model.coefficients.links[place].tolist():
        if i < len(inputs):
            found.append((inputs[i], 1))
        elif i < len(inputs) + len(divisors):
            found.append((inputs[divisors[i - len(inputs)]], -1))
    return found


def _shares(model: Model) -> list[float]:
    """What the coefficients come to."""
    found = []
    for place, [scale] in enumerate(model.coefficients.scale.tolist()):
        factors = (number.value**power for number, power in _links(model, place))
        found.append(min(1.0, prod(factors, start=scale)))
    return found


def _savings(book: Book, model: Model, name: str, places: Mapping[str, str]) -> None:
    """The shares that measures save, move or gain: products of parameters, 1 at most."""
    sheet, users, values = book.sheet(name), _users(model), _shares(model)
    columns = (
        Column(book.say("Row"), wide=0.8),
        Column(book.say("Measures"), wide=1.5),
        Column(book.say("Product of"), wide=6),
        Column(book.say("Conversion")),
        Column(book.say(_p("coefficient", "Share"))),
    )
    book.heads(sheet, 0, columns, len(values))
    for place, value in enumerate(values):
        scale, every = float(model.coefficients.scale[place, 0]), _links(model, place)
        enough = [one for one, _ in every if one.path[-1] == LEFT]
        links = [link for link in every if link[0] not in enough]
        product = "".join(("*" if power > 0 else "/") + places[one.id] for one, power in links)
        said = " × ".join(("" if power > 0 else "1 / ") + one.id for one, power in links) or "1"
        book.put(sheet, place + 1, 0, float(place + 1), book.numbers["count"])
        book.put(sheet, place + 1, 1, ", ".join(users.get(place, ())), book.text)
        book.put(sheet, place + 1, 2, clean(said), book.text)
        book.put(sheet, place + 1, 3, scale, book.number("number", scale))
        formula = f"=MIN(1,D{place + 2}{product})"
        if enough:  # 1 or 0 each
            bare = min(1.0, prod((one.value**power for one, power in links), start=scale))
            book.put(
                sheet, 0, 5, book.say("Share, were enough left of what was measured"), book.head
            )
            book.column(sheet, 5, 24.0)
            book.formula(sheet, place + 1, 5, formula, book.numbers["small"], bare)
            formula = f"={_BARE}{place + 2}" + "".join(f"*{places[one.id]}" for one in enough)
        book.formula(sheet, place + 1, 4, formula, book.numbers["small"], value)
        book.tall(sheet, place + 1, [(said, 70.0)])


def _users(model: Model) -> dict[int, list[str]]:
    """The measures that take a coefficient."""
    found: dict[int, dict[str, None]] = {}
    count = len(model.measures)

    def note(coefficient: int, measure: int) -> None:
        found.setdefault(coefficient, {})[model.measures[measure % count].id] = None

    for lift in model.lifts:
        note(lift.gain, lift.enabler)
    for step in model.steps:
        for measure, coefficient in step.acting:
            note(coefficient, measure)
            if isinstance(step, Capped):
                note(step.most, measure)
    return {place: list(names) for place, names in found.items()}


def _left(book: Book, result: Workings, found: Remainders) -> None:
    """What is left of the lines of each row of weights, and their kilograms in full."""
    sheet, model = book.sheet(found.sheet), result.model
    period = last_year(result)
    columns = (
        Column(book.say("Row"), wide=0.8),
        Column(book.say("Lines"), wide=0.8),
        Column(book.say("What the measures do, in order"), wide=6),
        Column(book.say("Share left"), wide=1.2),
        Column(" ".join((book.say("kg CO2e in full"), period)).strip(), wide=1.3),
    )
    book.heads(sheet, 0, columns, len(found.rows))
    after, full = model.weights(result.uptake)[0], kg_in_full(result)
    lines = model.weight_of.tolist()
    nothing = book.say("no measure acts")
    for place, row in enumerate(found.rows):
        said = book.say("; ").join(row.acts) or nothing
        book.put(sheet, place + 1, 0, float(place + 1), book.numbers["count"])
        book.put(sheet, place + 1, 1, float(lines.count(place)), book.numbers["count"])
        book.put(sheet, place + 1, 2, clean(said), book.text)
        formula = "=" + (_product(row.terms) or "1")
        value = float(after[lines.index(place)])
        book.formula(sheet, place + 1, 3, formula, book.numbers["small"], value)
        formula = f"={Ledger.of(book, result).in_full(f'$A{place + 2}', period)}"
        book.formula(sheet, place + 1, 4, formula, book.numbers["kg"], float(full[place]))
        book.tall(sheet, place + 1, [(said, 70.0)])


def _product(terms: list[str]) -> str:
    """Terms multiplied; one that divides says so itself."""
    text = ""
    for term in terms:
        text += term if term.startswith("/") or not text else f"*{term}"
    return text
