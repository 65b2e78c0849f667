"""What is wrong with a user's own measures, found before anything is compiled.

The kernel only multiplies, and the compiler stops at the first thing that does not fit. Whoever
writes a measure wants to read every fault at once, each with its place in the file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, TypeAlias

from carbonmeet.base.errors import CarbonmeetError, did_you_mean, message_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _, joined
from carbonmeet.catalogue.measure import Measure
from carbonmeet.kernel.scales import product
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.numbers.factor import Reference

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.catalogue.service import Service
    from carbonmeet.numbers.activity import Link
    from carbonmeet.units import Unit

__all__ = ["Setting", "effect_faults", "measure_faults"]

#: Path below ``own_measures``, and what is wrong there.
Found: TypeAlias = tuple[tuple[str | int, ...], str]

_EFFECT = ("saving", "net", "share", "ratio", "gain")
#: Of the central values. A saving may be negative; a gain may be anything from -1 on.
_BOUNDS = {
    "saving": (-math.inf, 1.0),
    "net": (-math.inf, 1.0),
    "share": (0.0, 1.0),
    "realisation": (0.0, 1.0),
}


class Setting(NamedTuple):
    """A period of the scenario: where and when parameters are looked up."""

    period: str
    region: str
    year: int


def measure_faults(
    own: Sequence[Measure],
    shipped: Catalogue,
    full: Catalogue,
    settings: Sequence[Setting],
    prefer: Sequence[str] = (),
) -> Iterator[Found]:
    """Every fault of the measures of a file.

    Parameters
    ----------
    own : sequence of Measure
        As they stand in the file.
    shipped, full : Catalogue
        Without and with the rows of the file.
    settings : sequence of Setting
        The periods of the scenario.
    prefer : sequence of str
        Publishers, best first.

    Yields
    ------
    tuple of (path, message)
        The path begins with the number of the measure.
    """
    ids = [one.id for one in own]
    for number, measure in enumerate(own):
        # the same catalogue may have been extended by this file before
        if measure.id in shipped.measures and shipped.measures[measure.id] != measure:
            yield (
                (number, "id"),
                _("there is a measure '{id}': give yours an id of its own", id=measure.id),
            )
        elif measure.id in ids[:number]:
            yield (number, "id"), _("measure '{id}' is listed twice", id=measure.id)
        if measure.provenance != "own":
            yield (number, "provenance"), _("a measure that the planner adds is 'own'")
        check = _Check(measure, full, settings, prefer)
        yield from (((number, *path), message) for path, message in check.faults())


def effect_faults(
    own: Sequence[Measure],
    full: Catalogue,
    settings: Sequence[Setting],
    prefer: Sequence[str] = (),
) -> Iterator[Found]:
    """Every fault of what measures do, whoever brings them; as `measure_faults`."""
    for number, measure in enumerate(own):
        check = _Check(measure, full, settings, prefer)
        yield from (((number, *path), message) for path, message in check.faults())


def _no_share(links: Sequence[Link], name: str) -> Iterator[str]:
    """Why a product is no share of a line, if it is none."""
    unit = product(links)
    if unit.dims:
        yield _("not a plain share: {unit} is left over", unit=unit.describe())
        return
    value = unit.scale * math.prod(number.value**power for number, power in links)
    least, most = _BOUNDS.get(name, (-math.inf, math.inf))
    if not least <= value <= most:
        what = _("between 0 and 1") if least == 0 else _("at most {most:g}", most=most)
        yield _("a share is {what}, and this comes to {value:.4g}", what=what, value=value)


class _Check:
    """One measure against the catalogue."""

    def __init__(
        self,
        measure: Measure,
        catalogue: Catalogue,
        settings: Sequence[Setting],
        prefer: Sequence[str],
    ) -> None:
        self.measure, self.catalogue, self.prefer = measure, catalogue, prefer
        self.periods = [one.period for one in settings]
        periods = measure.where.period
        self.settings = [
            one for one in settings if any(fnmatchcase(one.period, text) for text in periods)
        ]

    def faults(self) -> Iterator[Found]:
        yield from self._where()
        yield from self._lifts()
        yield from self._parameters()
        if not self.measure.effect.link:
            yield from self._services()
        else:
            yield from self._swaps()

    def _where(self) -> Iterator[Found]:
        where = self.measure.where
        known: dict[str, tuple[Sequence[str], Iterable[str]]] = {
            "source": (where.source, SOURCES),
            "period": (where.period, self.periods),
            "service": (where.service, self.catalogue.services),
        }
        for name, (patterns, words) in known.items():
            for i, pattern in enumerate(patterns):
                if not any(fnmatchcase(word, pattern) for word in ("", *words)):
                    hint = did_you_mean(pattern, words)
                    yield (
                        ("where", name, i),
                        _(
                            "no {name} matches '{pattern}'.{hint}",
                            name=name,
                            pattern=pattern,
                            hint=hint,
                        ),
                    )

    def _lifts(self) -> Iterator[Found]:
        measures = self.catalogue.measures
        for i, name in enumerate(self.measure.effect.lifts):
            path = ("effect", "lifts", i)
            if name not in measures:
                yield (
                    path,
                    _("no measure '{name}'.{hint}", name=name, hint=did_you_mean(name, measures)),
                )
            elif measures[name].effect.do == "enable":
                what = (
                    _("itself")
                    if name == self.measure.id
                    else _("'{name}', an enabler too", name=name)
                )
                yield (
                    path,
                    _("an enabler lifts measures that save something, not {what}", what=what),
                )

    def _parameters(self) -> Iterator[Found]:
        measure, effect = self.measure, self.measure.effect
        texts: dict[tuple[str, ...], Sequence[str]] = {
            ("reach",): measure.reach,
            ("realisation",): measure.realisation,
        }
        texts |= {("effect", name): getattr(effect, name) for name in _EFFECT}
        found: dict[tuple[str, ...], list[Link]] = {}
        for path, chain in texts.items():
            links: list[Link] = []
            for i, text in enumerate(chain):
                problem = self._look_up(text, links)
                if problem:
                    yield (*path, i), problem
            found[path] = links if len(links) == len(chain) else []
        reach = found.pop(("reach",))
        for path, links in found.items():
            if path == ("effect", "ratio"):  # has the units of the services
                continue
            # reach and saving are one product, and only the whole must be plain
            whole = (
                [*reach, *links] if path in (("effect", "saving"), ("effect", "share")) else links
            )
            if links:
                yield from ((path, problem) for problem in _no_share(whole, path[-1]))
        if product(reach).dims and not any(
            found[("effect", name)] for name in ("saving", "net", "share")
        ):
            yield (
                ("reach",),
                _("not a plain share: {product} is left over", product=product(reach).describe()),
            )

    def _look_up(self, text: str, links: list[Link]) -> str:
        """Add the link that `text` names, or say what is wrong with it."""
        try:
            wanted = Reference.parse(text)
            for one in self.settings:
                factor = self.catalogue.find(wanted, one.region, one.year, self.prefer)
                if wanted.inverse and not factor.value:
                    return _("{id} is zero and something is divided by it", id=factor.id)
            if not self.settings:
                factor = self.catalogue.rivals(wanted.key)[0]
        except CarbonmeetError as error:
            return message_of(error)
        links.append((factor, -1 if wanted.inverse else 1))
        return ""

    def _services(self) -> Iterator[Found]:
        effect = self.measure.effect
        ratio: list[Link] = []
        complete = not any(self._look_up(text, ratio) for text in effect.ratio)
        for old, new in effect.to.items():
            path = ("effect", "to", old)
            try:
                before, after = self._service(old), self._service(new)
            except CarbonmeetError as error:
                yield path, message_of(error)
                continue
            made: Unit = product(ratio, before.unit)
            if complete and made.dims != after.unit.dims:
                times = (
                    _(" times {ratio}", ratio=joined(effect.ratio, " times "))
                    if effect.ratio
                    else ""
                )
                yield (
                    path,
                    _(
                        "'{new}' is counted in {text}, and {text2}{times} "
                        "is not: give a 'ratio' of parameters that turns "
                        "one into the other",
                        new=new,
                        text=after.unit.text,
                        text2=before.unit.text,
                        times=times,
                    ),
                )

    def _service(self, name: str) -> Service:
        group, slash, rest = name.partition("/")
        if not slash:
            known = self.catalogue.services
            raise CarbonmeetError(
                _(
                    "no service '{name}': write group and name.{hint}",
                    name=name,
                    hint=did_you_mean(name, known),
                )
            )
        return self.catalogue.service(group, rest)

    def _swaps(self) -> Iterator[Found]:
        for old, new in self.measure.effect.link.items():
            path = ("effect", "link", old)
            links: list[Link] = []
            problems = [self._look_up(text, links) for text in (old, new)]
            yield from ((path, problem) for problem in problems if problem)
            if len(links) == 2 and links[0][0].unit.dims != links[1][0].unit.dims:
                units = joined([link[0].unit.describe() for link in reversed(links)], " is not ")
                yield (
                    path,
                    _(
                        "'{new}' cannot take the place of '{old}': {units}",
                        new=new,
                        old=old,
                        units=units,
                    ),
                )
