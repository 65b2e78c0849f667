"""``carbonmeet chart``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carbonmeet.base.errors import CarbonmeetError, WriteError, message_of
from carbonmeet.base.files import refuse_inputs
from carbonmeet.base.text import Lang, _
from carbonmeet.cli import screen
from carbonmeet.cli.options import (
    catalogue_of,
    city_option,
    factors_option,
    lang_option,
    refuse_unused,
    scenario_argument,
    year_option,
)

if TYPE_CHECKING:
    from carbonmeet.answer import Answer


class _Kinds(click.Command):
    """Lists the kinds of figures under the help."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from carbonmeet.view.figures import KINDS

        lang = screen.LANG.get()
        with formatter.section(_("Kinds").get(lang)):
            formatter.write_dl([(name, kind.title.get(lang)) for name, kind in KINDS.items()])


@click.command("chart", cls=_Kinds)
@scenario_argument()
@click.option("--kind", help="The figure to draw; see the list below.")
@click.option("--all", "every", is_flag=True, help="Draw every kind that the result allows.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File (.pdf, .svg, .png), or folder with --all.  [default: the kind's name, .pdf]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["pdf", "svg", "png"]),
    default="pdf",
    show_default=True,
    help="Format of the files of --all.",
)
@click.option("--width", help="single (84 mm), double (174 mm) or a number of mm.")
@click.option("--title", help="A line above the figure.")
@click.option(
    "--style",
    metavar="NAME",
    help="A journal's widths and type: nature, elsevier, ieee or gbt7713.",
)
@click.option(
    "--font",
    type=click.Path(exists=True, dir_okay=False),
    help="A font file (.ttf, .otf) to use before the package's own.",
)
@click.option("--dpi", type=int, help="Dots per inch of a PNG.  [default: 300, or the style's]")
@click.option("--svg-text", is_flag=True, help="Keep text in SVG as text, not as outlines.")
@click.option(
    "--compare",
    "others",
    multiple=True,
    metavar="FILE",
    help="Another scenario: draws both and their difference; may be repeated.",
)
@city_option("The host city's file, for the kind host.")
@year_option
@lang_option
@factors_option
def command(
    file: str,
    kind: str | None,
    every: bool,
    output: Path | None,
    form: str,
    width: str | None,
    title: str | None,
    style: str | None,
    font: str | None,
    dpi: int | None,
    svg_text: bool,
    others: tuple[str, ...],
    city: str | None,
    year: int | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Draw figures of FILE, each with a CSV of its data and a caption beside it."""
    from carbonmeet.cli.estimate import in_city
    from carbonmeet.draws.draws import DRAWS
    from carbonmeet.estimation import estimate, simulate
    from carbonmeet.questions.single_year import in_one_year
    from carbonmeet.questions.variance import compare
    from carbonmeet.view.figures import KINDS, kind_of, write
    from carbonmeet.view.figures.files import together
    from carbonmeet.view.figures.kind import dressed
    from carbonmeet.view.figures.style import read_width

    if others:
        kind = _of_pairs(kind, every=every, year=year, city=city)
    elif city is not None and not every:
        kind = kind or "host"
    if every == (kind is not None):
        raise click.UsageError(_("give --kind or --all"))
    ends = f".{form}" if kind is None else (output or Path("x.pdf")).suffix.lower()
    if kind is not None:
        refuse_unused("--kind", "form")
        if kind != "host":
            refuse_unused(f"--kind {kind}", "city")
    if ends != ".png":
        refuse_unused(ends, "dpi")
    if ends != ".svg":
        refuse_unused(ends, "svg_text")
    size = None if width is None else read_width(width)
    if kind is not None:
        kind_of(kind)  # a wrong name before the work
    dressed(style)
    look: dict[str, Any] = {"lang": lang, "width": size, "title": title, "style": style}
    look |= {"font": font, "dpi": dpi, "svg_text": svg_text}
    if others and kind is not None:
        found = compare(
            file, *others, draws=DRAWS, catalogues=[catalogue_of(folder)] * (1 + len(others))
        )
        for path in write(found, kind, output or Path(f"{kind}.pdf"), **look):
            click.echo(path)
        return
    whole = estimate(file, catalogue=catalogue_of(folder))
    if city is not None:
        whole = in_city(whole, city, catalogue_of(folder))
    plain = in_one_year(whole, year)
    drawn = cache(lambda: simulate(plain))

    def answer(name: str) -> Answer:
        if kind_of(name).by_year:
            return whole
        return drawn() if kind_of(name).ranges else plain

    if kind is not None:
        if year is not None and kind_of(kind).by_year:
            look["year"] = year  # which such a figure refuses
        target = output or Path(f"{kind}.pdf")
        for path in write(answer(kind), kind, target, **look):
            click.echo(path)
        return
    home = output or Path("figures")
    refuse_inputs(one for name in KINDS for one in together(home / f"{name}.{form}"))
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = message_of(error)
        raise WriteError(_("cannot make the folder {home}: {why}", home=home, why=why)) from None
    for name in KINDS:
        try:
            target = home / f"{name}.{form}"
            done = write(answer(name), name, target, **look)
        except WriteError:
            raise  # the next figure would fare no better
        except CarbonmeetError as error:
            told = _("{name}: left out: {why}", name=name, why=message_of(error))
            click.echo(told.get(lang), err=True)
            continue
        click.echo(done[0])


def _of_pairs(kind: str | None, *, every: bool, year: int | None, city: str | None) -> str:
    """The kind that shows several scenarios, if nothing else was asked for."""
    from carbonmeet.view.figures import PAIR_KINDS

    chosen = kind or next(iter(PAIR_KINDS))
    if every or year is not None or city is not None or chosen not in PAIR_KINDS:
        raise click.UsageError(
            _("--compare draws the kind {kinds} and nothing else", kinds=", ".join(PAIR_KINDS))
        )
    return chosen
