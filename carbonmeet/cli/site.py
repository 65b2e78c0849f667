"""``carbonmeet site``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonmeet.base.errors import CarbonmeetError, message_of
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import Lang, _
from carbonmeet.cli.options import (
    Asked,
    answering,
    draws_options,
    refuse_unused,
    scenario_argument,
    typed_quantity,
)

if TYPE_CHECKING:
    from carbonmeet.questions.site.rule import OnlineRule
    from carbonmeet.questions.site.sites import Sites

_HUBS = pattern_of(r"(\d{1,2})(?:\.\.(\d{1,2}))?")


@click.command("site")
@scenario_argument()
@click.argument("candidates", nargs=-1)
@click.option(
    "--candidates",
    "listed",
    metavar="world|FILE",
    help="More candidates: the large cities of the world, or a file with a place on each line.",
)
@click.option("--within", "inside", metavar="CC", help="Only places in this country or region.")
@click.option(
    "--city-size",
    type=click.IntRange(1),
    help="Smallest population of a city of the world.  [default: 500000]",
)
@click.option("--hubs", metavar="K|A..B", help="Find the best K hubs, or A to B of them.")
@click.option(
    "--hub-overhead",
    metavar="T",
    help='Extra emissions of each hub where there are several, e.g. "5 t CO2e".',
)
@click.option("--online", metavar="S", help="This share of every origin takes part online.")
@click.option("--online-beyond", metavar="KM", help="Everyone farther away takes part online.")
@click.option("--online-farthest", metavar="S", help="The farthest share S takes part online.")
@click.option("--land-up-to", metavar="KM", help="Straight distance beyond which all fly.")
@click.option(
    "--best",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    help="Estimate this many of the best places in full, with ranges.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(0),
    default=60.0,
    show_default=True,
    help="Limit for each number of hubs; then the answer says how much better the best may be.",
)
@click.option(
    "--figures", type=click.Path(path_type=Path), help="Draw figures (PDF) into this folder."
)
@click.option("--width", help="Width of the figures: single, double or a number of mm.")
@draws_options
@answering("json", "csv")
def command(
    file: str,
    candidates: tuple[str, ...],
    listed: str | None,
    inside: str | None,
    city_size: int | None,
    hubs: str | None,
    hub_overhead: str | None,
    online: str | None,
    online_beyond: str | None,
    online_farthest: str | None,
    land_up_to: str | None,
    best: int,
    seconds: float,
    figures: Path | None,
    width: str | None,
    draws: int,
    seed: int,
    asked: Asked,
) -> None:
    """Compare the present host of FILE with other places, and find the best hubs among them.

    CANDIDATES are cities or codes of airports.
    """
    from carbonmeet.questions.site.answer import candidates_of, compare_sites

    numbers = _numbers(hubs)
    if not numbers:
        refuse_unused("--hubs", "hub_overhead", "seconds", without=True)
    if listed != "world" and not (inside and listed is None):
        refuse_unused("--candidates world", "city_size", without=True)
    rule = _rule(online, online_beyond, online_farthest)
    if width is not None and figures is None:
        raise click.UsageError(_("--width is that of --figures"))
    hosts = candidates_of(candidates, listed, inside, city_size or 0)
    if not hosts and not numbers:
        raise click.UsageError(_("name candidates, or give --candidates or --within"))
    found = compare_sites(
        file,
        hosts,
        online=rule,
        hubs=numbers,
        hub_overhead=0.0 if hub_overhead is None else _overhead(hub_overhead),
        ground_km=None if land_up_to is None else _km(land_up_to),
        best=best,
        draws=draws,
        seed=seed,
        seconds=seconds,
        lenient=bool(listed or inside),
        catalogue=asked.catalogue,
    )
    if figures is not None:
        _draw(found, figures, width, asked.lang)
    from carbonmeet.view.tables.sites import site_blocks

    asked.give(
        lambda m: site_blocks(m, found),
        found.to_dict,
        lambda: found.to_frame().to_csv(),
    )


def _draw(found: Sites, folder: Path, width: str | None, lang: Lang) -> None:
    """Every figure of the answer, each with its data and its caption."""
    from carbonmeet.view.figures import SITE_KINDS, write
    from carbonmeet.view.figures.style import read_width

    size = None if width is None else read_width(width)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CarbonmeetError(
            _("cannot make the folder {folder}: {why}", folder=folder, why=message_of(error))
        ) from None
    for kind in SITE_KINDS:
        if kind != "site-hubs" or found.hubs:
            write(found, kind, folder / f"{kind}.pdf", lang=lang, width=size)
    for one in found.hubs:
        if one.k > 1:
            target = folder / f"site-map-{one.k}-hubs.pdf"
            write(found, "site-map", target, lang=lang, width=size, hubs=one.k)


def _numbers(text: str | None) -> Sequence[int]:
    """``3`` or ``1..6``."""
    if text is None:
        return ()
    found = _HUBS.fullmatch(text.strip())
    first = int(found[1]) if found else 0
    last = int(found[2] or found[1]) if found else 0
    if not 1 <= first <= last:
        raise click.UsageError(
            _("--hubs {text}: give a number such as 3, or two such as 1..6", text=text)
        )
    return range(first, last + 1)


def _rule(online: str | None, beyond: str | None, farthest: str | None) -> OnlineRule:
    from carbonmeet.questions.site.rule import rule_of
    from carbonmeet.units import parse_share

    if sum(one is not None for one in (online, beyond, farthest)) > 1:
        raise click.UsageError(_("give one of --online, --online-beyond and --online-farthest"))
    return rule_of(
        None if online is None else parse_share(online),
        None if beyond is None else _km(beyond),
        None if farthest is None else parse_share(farthest),
    )


def _overhead(text: str) -> float:
    """What every hub emits of its own, in kg CO2e."""
    found = typed_quantity(text, "kg CO2e").to("kg CO2e")
    if found < 0:
        raise CarbonmeetError(_("{text} is negative", text=text))
    return found


def _km(text: str) -> float:
    """Kilometres, with or without the unit."""
    bare = text.strip().replace(".", "", 1).isdigit()
    return typed_quantity(f"{text} km" if bare else text, "km").to("km")
