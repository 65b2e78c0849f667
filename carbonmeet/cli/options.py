"""Options and output that several commands share."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.files import refuse_inputs, write_whole
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Lang, Message, _, joined
from carbonmeet.base.wordbook import languages
from carbonmeet.cli import screen
from carbonmeet.cli.words import LANG_VARIABLE
from carbonmeet.numbers import LEAST_DRAWS

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.base.text import Lang
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.scenario import Scenario
    from carbonmeet.units import Quantity
    from carbonmeet.view.blocks import Block
    from carbonmeet.view.matter import Voice

F = TypeVar("F", bound=Callable[..., Any])

__all__ = [
    "Asked",
    "NumberOfDraws",
    "answering",
    "bar_of_draws",
    "catalogue_of",
    "city_option",
    "draws_options",
    "emit",
    "emit_json",
    "factors_option",
    "lang_option",
    "min_cell_option",
    "output_option",
    "progress_bar",
    "refuse_ending",
    "refuse_unused",
    "region_option",
    "scenario_argument",
    "shipped_table",
    "show",
    "typed_quantity",
    "with_least",
    "with_ranges",
    "written_option",
    "year_option",
]

#: From this many draws on a bar shows the progress.
_LONG = 20_000
#: How files end that hold no page of text.
_OTHER_FORMS = (".json", ".csv", ".xlsx", ".docx", ".html", ".pdf", ".png", ".svg")
#: How the files end that a shell offers where a scenario or a result is asked for.
_READABLE = (".yaml", ".yml", ".json")


if TYPE_CHECKING:
    _Type = click.ParamType[str]
else:
    _Type = click.ParamType  # generic in newer versions only


class _Language(_Type):
    """One of the languages that there are files of words for, looked up when asked."""

    name = "lang"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return f"[{'|'.join(languages())}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return click.Choice(languages()).convert(value, param, ctx)


class NumberOfDraws(click.IntRange):
    """As many draws as make a range, or 0 where none may be asked for."""

    def __init__(self, most: int = 10_000_000, *, none: bool = True) -> None:
        super().__init__(0 if none else LEAST_DRAWS, most)

    def _describe_range(self) -> str:
        zero = "0 or " if self.min == 0 else ""
        return f"{zero}{LEAST_DRAWS}<=x<={self.max}"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = super().convert(value, param, ctx)
        if 0 < found < LEAST_DRAWS:
            self.fail(
                _(
                    "{found} draws give no 95% range: use {least} or more, or 0 for none",
                    found=found,
                    least=LEAST_DRAWS,
                ),
                param,
                ctx,
            )
        return found


def _begun(_: click.Context, __: click.Parameter, begun: str) -> list[Any]:
    """What the shell may make of the beginning of a scenario: the files here, the shipped names."""
    from click.shell_completion import CompletionItem

    from carbonmeet.base.data import data_dir

    folder = os.path.dirname(begun)
    here = sorted(os.listdir(folder or ".")) if os.path.isdir(folder or ".") else []
    files = [os.path.join(folder, one) for one in here if one.endswith(_READABLE)]
    names = sorted(one.stem for one in data_dir("scenarios").glob("*.yaml"))
    found = [one for one in (*files, *names) if one.startswith(begun)]
    return [CompletionItem(one) for one in found] or [CompletionItem(begun, type="file")]


def scenario_argument(name: str = "file", **more: Any) -> Callable[[F], F]:
    """A scenario by its file or its name, which a shell completes."""
    return click.argument(name, shell_complete=_begun, **more)


def city_option(told: str, *, required: bool = False) -> Callable[[F], F]:
    """``--in``: the file of the host city."""
    return click.option(
        "--in", "city", metavar="CITY", help=told, required=required, shell_complete=_begun
    )


def lang_option(command: F) -> F:
    """``--lang``: the language of names and headings, and of what goes wrong."""

    def heard(context: click.Context, __: click.Parameter, lang: Lang) -> Lang:
        source = context.get_parameter_source("lang")
        if source is not click.core.ParameterSource.COMMANDLINE:
            lang = screen.ASKED.get() or lang  # said before the command, or behind what comes first
        screen.LANG.set(lang)
        return lang

    return click.option(
        "--lang",
        type=_Language(),
        default="en",
        envvar=LANG_VARIABLE,
        is_eager=True,
        callback=heard,
        help="Language of the output.",
    )(command)


def region_option(default: str) -> Callable[[F], F]:
    """``--region``: where, a code that there is."""

    def known(_: click.Context, __: click.Parameter, region: str) -> str:
        from carbonmeet.catalogue import region_fault

        problem = region_fault(region)
        if problem:
            raise CarbonmeetError(problem)
        return region

    return click.option(
        "--region",
        default=default,
        show_default=True,
        callback=known,
        help="Region whose factors are used.",
    )


def factors_option(command: F) -> F:
    """``--factors``: a folder of the user's own numbers."""
    return click.option(
        "--factors",
        "folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Factor pack: a folder of tables and lists laid over the shipped ones.",
    )(command)


def written_option(help: str, *, required: bool = False) -> Callable[[F], F]:
    """``-o``: the file that a command writes."""
    file = click.Path(dir_okay=False, path_type=Path)
    return click.option("-o", "--output", type=file, required=required, help=help)


def output_option(command: F) -> F:
    """``-o``: a file instead of the screen."""
    return written_option("Write to this file instead of the screen.")(command)


def draws_options(command: F) -> F:
    """``--draws`` and ``--seed``: the Monte Carlo run behind the ranges."""
    seed = click.option("--seed", type=int, default=1, show_default=True, help="Seed of the draws.")
    draws = click.option(
        "--draws",
        type=NumberOfDraws(),
        default=1000,
        show_default=True,
        help="Monte Carlo draws behind the ranges; 0 for none.",
    )
    return draws(seed(command))


def year_option(command: F) -> F:
    """``--year``: which year of a city, for years that lie apart have no sum."""
    return click.option("--year", type=int, help="Year of a city; the last one by default.")(
        command
    )


def min_cell_option(command: F) -> F:
    """``--min-cell``: of how few people of a list nothing is told."""
    return click.option(
        "--min-cell",
        "least",
        type=click.IntRange(1),
        help="Merge parts of a list with fewer people.  [default: as the scenario says, else 5]",
    )(command)


def with_least(file: str, least: int | None) -> Scenario:
    """A scenario that tells nothing of fewer people of its list than that."""
    from carbonmeet.scenario import load_scenario

    read = load_scenario(file)
    if least is None:
        return read
    if getattr(read.content, "attendees", None) is None:
        raise click.UsageError(_("--min-cell is for a scenario with a list of people"))
    return read.replace({"attendees.min_cell": least})


@contextmanager
def progress_bar(length: int, label: Message) -> Iterator[Callable[[int], None]]:
    """A bar on the error stream, where that is a screen; a log would keep its name alone."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    words = label.get(screen.LANG.get())
    with click.progressbar(length=length, label=words, file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos)


@contextmanager
def bar_of_draws(draws: int) -> Iterator[Callable[[int], None] | None]:
    """A bar for long runs; None for short ones."""
    if draws < _LONG:
        yield None
        return
    with progress_bar(draws, _("draws")) as told:
        yield told


def with_ranges(answer: Answer, draws: int, seed: int, *, parts: bool = True) -> Answer:
    """The answer with the ranges of `draws` draws; without `parts` those of its totals alone."""
    if not draws:
        return answer
    from carbonmeet.estimation import simulate

    with bar_of_draws(draws) as progress:
        return simulate(answer, draws, seed, parts=parts, progress=progress)


def refuse_unused(why: str, *names: str, without: bool = False) -> None:
    """Raise if an option was given that would change nothing.

    Parameters
    ----------
    why : str
        What makes it so, such as ``--format csv``.
    names : str
        Parameters of the command that runs.
    without : bool
        Whether they have no effect because `why` was not given.

    Raises
    ------
    click.UsageError
        Naming every such option.
    """
    context = click.get_current_context()
    given = click.core.ParameterSource.COMMANDLINE
    unused = [
        option.opts[0]
        for option in context.command.params
        if option.name in names and context.get_parameter_source(option.name) is given
    ]
    if unused:
        listed = joined(unused, " and ")
        raise click.UsageError(
            _("no effect without {why}: {unused}", why=why, unused=listed)
            if without
            else _("no effect with {why}: {unused}", why=why, unused=listed)
        )


def typed_quantity(text: str, expect: str | None = None) -> Quantity:
    """A quantity as somebody types it, in which a point may set thousands apart.

    Raises
    ------
    CarbonmeetError
        If it can be read in two ways, or is none of that kind.

    Examples
    --------
    >>> typed_quantity("1.5 km", "km").value
    1.5
    """
    from carbonmeet.units import parse_quantity
    from carbonmeet.units.grammar import ambiguous_thousands

    either = ambiguous_thousands(text)
    if either:
        raise CarbonmeetError(
            _("'{text}' can be read in two ways: write {either}", text=text, either=either)
        )
    return parse_quantity(text, expect=expect)


def shipped_table(table: Path) -> Path:
    """A table by its path, or a shipped one by its name."""
    from carbonmeet.base.data import data_dir

    shipped = data_dir("scenarios") / f"{table}.csv"
    return shipped if not table.exists() and shipped.exists() else table


def catalogue_of(folder: Path | None) -> Catalogue:
    """The shipped catalogue, with the user's own folder first."""
    from carbonmeet.catalogue import load_catalogue

    return load_catalogue(folder)


def emit(text: str, output: Path | None) -> None:
    """Print, or write a file whole."""
    if output is None:
        click.echo(text)
    else:
        # the name of a file may hold bytes that are no UTF-8
        write_whole({output: (text.rstrip("\n") + "\n").encode(errors="backslashreplace")})


def show(blocks: Iterable[Block], output: Path | None, *, wide: bool = False) -> None:
    """Print blocks to the width of the screen, or write them to a file.

    With `wide` a pipe or a file gets whole lines, for lists that are searched. A file whose ending
    promises something else is refused: what opens it would find text.
    """
    from carbonmeet.view.faces.text import to_text

    if output is not None and output.suffix.lower() in _OTHER_FORMS:
        refuse_inputs([output])
        raise click.UsageError(
            _(
                "'{file}' would hold a page of text: --format writes JSON and tables, "
                "carbonmeet report Word, Excel and HTML",
                file=output.name,
            )
        )

    room = None if wide else 80
    room = screen.columns(room) if output is None else room
    emit(to_text(blocks, room, colour=output is None and screen.coloured()), output)


@dataclass(frozen=True)
class Asked:
    """How an answer is wanted.

    Attributes
    ----------
    lang : {"en", "zh"}
    output : Path, optional
        A file instead of the screen.
    form : {"table", "json", "csv"}
    folder : Path, optional
        The user's own factors.
    """

    lang: Lang
    output: Path | None
    form: str
    folder: Path | None

    @property
    def catalogue(self) -> Catalogue:
        """The shipped catalogue, with the user's own folder first."""
        return catalogue_of(self.folder)

    def estimate(self, file: str) -> Answer:
        """The scenario of a file worked out by the catalogue."""
        from carbonmeet.estimation import estimate

        return estimate(file, catalogue=self.catalogue)

    def give(
        self,
        blocks: Callable[[Voice], Iterable[Block]],
        data: Callable[[], Any],
        csv: Callable[[], str] | None = None,
        *,
        wide: bool = False,
    ) -> None:
        """Print or write the answer in the form that was asked for; no other is made.

        Parameters
        ----------
        blocks, data, csv : callable
            What makes the table for the eye, plain data for JSON, and the text of CSV.
        wide : bool
            As for `show`.
        """
        if self.form == "json":
            emit_json(data(), self.output)
        elif self.form == "csv" and csv is not None:
            refuse_ending(self.output, ".csv")
            emit(csv().rstrip("\n"), self.output)
        else:
            self.show(blocks, wide=wide)

    def show(self, blocks: Callable[[Voice], Iterable[Block]], *, wide: bool = False) -> None:
        """Print or write what has no other form."""
        from carbonmeet.view.matter import Voice

        show(blocks(Voice(self.lang)), self.output, wide=wide)


def answering(
    *forms: str, told: str = "", factors: bool = True
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options of a command that gives an answer, which it is told as one `Asked`.

    Parameters
    ----------
    forms : {"json", "csv"}
        What the answer can be had as beside a table for the eye.
    told : str
        The help of ``--format``, where it has more to say.
    factors : bool
        Whether the answer depends on factors.
    """
    usual = "Table, JSON or CSV." if "csv" in forms else "Table to read, or JSON."
    form_option = click.option(
        "--format", "form", type=click.Choice(["table", *forms]), default="table",
        show_default=True, help=told or usual,
    )  # fmt: skip

    def with_options(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(
            *args: Any,
            lang: Lang,
            output: Path | None,
            form: str = "table",
            folder: Path | None = None,
            **own: Any,
        ) -> None:
            command(*args, asked=Asked(lang, output, form, folder), **own)

        found = output_option(lang_option(factors_option(run) if factors else run))
        return form_option(found) if forms else found

    return with_options


def emit_json(data: Any, output: Path | None) -> None:
    """Print or write plain data as JSON; what is no number there is a fault of the input."""
    refuse_ending(output, ".json")
    plain = output is None and not screen.is_unicode()
    try:
        text = json.dumps(data, ensure_ascii=plain, indent=2, allow_nan=False)
    except ValueError:
        where = next(_not_finite(data), "")
        raise CarbonmeetError(
            _(
                "{where} is not a finite number: an amount or a range is too large to compute with",
                where=where,
            )
        ) from None
    emit(text, output)


def refuse_ending(output: Path | None, own: str) -> None:
    """Refuse a file whose ending promises another form."""
    ending = "" if output is None else output.suffix.lower()
    if output is not None and ending in _OTHER_FORMS and ending != own:
        raise click.UsageError(
            _(
                "'{file}' would hold {form}: let it end in {own}",
                file=output.name,
                form=own[1:].upper(),
                own=own,
            )
        )


def _not_finite(data: Any, path: str = "") -> Iterator[str]:
    """Where numbers of plain data are infinite or none at all."""
    if isinstance(data, float) and not math.isfinite(data):
        yield path
    inner = dict(enumerate(data)) if isinstance(data, (list, tuple)) else data
    for key, value in inner.items() if isinstance(inner, dict) else ():
        yield from _not_finite(value, f"{path}.{key}" if path else str(key))
