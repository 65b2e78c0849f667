"""The command line: one command, one library call, one print."""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import click

from carbonmeet.base.errors import CarbonmeetError, message_of, tidy
from carbonmeet.base.files import inputs_kept
from carbonmeet.base.reach import REACH_VARIABLE, REACHES, Reach, chosen
from carbonmeet.base.signals import heeded, leave, status, stopped
from carbonmeet.base.text import Lang, Message, _, joined
from carbonmeet.base.told import Told
from carbonmeet.cli import screen
from carbonmeet.cli.options import lang_option
from carbonmeet.cli.words import asked, click_words, requoted, worded
from carbonmeet.version import __version__

__all__ = ["cli", "command_of", "main"]

#: Command → what it does. Each lives in a module of its own, imported when it is called.
COMMANDS = {
    "estimate": _("Estimate a scenario: footprint, measures, what remains."),
    "explain": _("Show the arithmetic of a number down to its sources."),
    "check": _("Check scenario files without estimating."),
    "upgrade": _("Rewrite a scenario file of an earlier format in the latest one."),
    "sweep": _("Estimate a scenario for every row of a table."),
    "init": _("Write a commented starter scenario."),
    "factors": _("List, search and compare the factors of the catalogue."),
    "list": _("List services, publishers, scenarios, regions, stands or measures."),
    "attendees": _("Show how a list of people is read and its places are matched."),
    "places": _("Find cities and airports by name or code."),
    "measures": _("List the reduction measures."),
    "compare": _("Compare scenarios or saved results: what changed, and what it comes to."),
    "diff": _("The same as compare."),
    "evidence": _("List what a result rests on: documents, gaps, what is left out."),
    "request": _("Write the sheet that asks suppliers for their numbers."),
    "bundle": _("Pack a scenario for an auditor: sources, result, evidence, checksums."),
    "verify": _("Check that a saved result or a bundle follows from what it holds."),
    "plan": _("Find the best programme of measures."),
    "offset": _("Size a forest for tonnes, or show what a forest removes."),
    "sensitivity": _("Show which inputs drive the uncertainty."),
    "ranges": _("Show how often ranges contain numbers that were left out."),
    "methods": _("Compare rival methods for one scenario."),
    "inventory": _("Report a result by scopes, ISO categories or another frame."),
    "chart": _("Draw figures with their data and captions."),
    "report": _("Write a report: HTML, Word, Excel or Markdown."),
    "page": _("Write a what-if page that moves a scenario in any browser."),
    "indicators": _("Rate the indicators of a plan."),
    "register": _("List what documents say of a city: recorded, never turned into emissions."),
    "actions": _("Add up a log of green actions: grams saved and points."),
    "site": _("Compare places where a meeting could be held, and hubs."),
    "events": _("Estimate a year of events beside the city's year."),
    "shock": _("Compare a shock to demand with the same without it."),
    "lines": _("Show bus lines and the load at which each breaks even."),
    "trip": _("Recommend a mode for a trip and compare the others."),
}


#: The variable of the environment that lets a fault of the program end in a traceback.
_DEBUG = "CARBONMEET_DEBUG"
#: So many characters of a message that is not ours are told.
_TOLD = 200

#: Modules that cannot bear the name of their command: it would hide the built-in function here.
_HOME = {"diff": "compare", "list": "listing"}


def command_of(name: str) -> click.Command:
    """The command of that name, its module imported now."""
    module = importlib.import_module(f"carbonmeet.cli.{_HOME.get(name, name)}")
    command: click.Command = module.command
    return command


class _HungUp(Exception):
    """Whoever read the output wants no more of it, as `head` does."""


class LazyGroup(click.Group):
    """A group that imports a command only when it runs."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _HungUp from None  # click would make a failure of it
        except (KeyboardInterrupt, EOFError):
            raise click.exceptions.Abort from None  # and would print an empty line before this

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]  # a module of this package is called list

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = command_of(cmd_name) if cmd_name in COMMANDS else None
        return found and worded(found, screen.LANG.get())

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lang = screen.LANG.get()
        with formatter.section(_("Commands").get(lang)):
            formatter.write_dl([(name, does.get(lang)) for name, does in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from carbonmeet.base.errors import did_you_mean

        name = args[0] if args else ""
        if name and name not in COMMANDS and not name.startswith("-"):
            hint = did_you_mean(name, COMMANDS)
            raise click.UsageError(_("no command '{name}'.{hint}", name=name, hint=hint), ctx)
        found = super().resolve_command(ctx, args)
        if found[1] is not None:
            _refuse_repeated(ctx, found[1], found[2])
        return found


def _refuse_repeated(above: click.Context, command: click.Command, args: list[str]) -> None:
    """Raise if an option that takes one value is given twice: the first would change nothing."""
    context = click.Context(command, parent=above, info_name=command.name, resilient_parsing=True)
    try:
        order = command.make_parser(context).parse_args([*args])[2]
    except click.UsageError:
        return  # told when the command is run
    for option in dict.fromkeys(order):
        if not isinstance(option, click.Option) or option.multiple or option.count:
            continue
        if order.count(option) > 1 and (not option.is_flag or option.secondary_opts):
            names = joined([*option.opts, *option.secondary_opts], " or ")
            raise click.UsageError(_("more than one {names}", names=names), context)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option(
    "--reads",
    type=click.Choice(REACHES),
    envvar=REACH_VARIABLE,
    help="What a scenario may read besides itself: any file that it names, those in its own "
    "folder, or none.",
)
@lang_option
def cli(lang: Lang, reads: Reach | None) -> None:
    """The carbon footprint of a large meeting, what reduces it, and the forest for the rest."""
    chosen(reads)


def main(args: list[str] | None = None) -> None:
    """Run the command line: exit code 0 fine, 1 the input is wrong, 2 usage, 128 + n signal n."""
    # a command is short: searching all installed packages for plug-ins of pydantic, and collecting
    # garbage while the first objects are made, would be much of its time
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    os.environ["MPLBACKEND"] = "agg"  # figures go to files; another may be wished for elsewhere
    gc.set_threshold(400_000, 20, 20)
    screen.prepare()
    lang = asked(args)
    screen.LANG.set(lang)
    whole = screen.ASKED.set(lang)
    try:
        with inputs_kept(), click_words(lang), _warnings_said():
            code = _run(args)
    finally:
        screen.ASKED.reset(whole)
    told = screen.lost()
    if told is not None:
        _say(told.get(screen.LANG.get()))
    if args is None:
        # the process ends: to search all that was made for circles, as Python does at the end, is
        # a fifth of the time of a short command
        gc.freeze()
        if stopped():
            leave(code)
    raise SystemExit(code)


def _tell_progress(share: float, rows: int) -> None:
    """How far long work is, in one line of the error stream that the next one takes."""
    done = _("{done:,} of {rows:,} rows", done=round(share * rows), rows=rows)
    part = _("{percent}% of the rows", percent=round(100 * share))
    said = (done if rows else part).get(screen.LANG.get())
    click.echo(f"\r{said}   \r", nl=False, err=True)


def _run(args: list[str] | None) -> int:
    """The exit code of a command; what went wrong is said in one line."""
    if sys.stderr.isatty():
        from carbonmeet.base.progress import WATCHER

        WATCHER.set(_tell_progress)
    try:
        with heeded():
            whole = worded(cli, screen.LANG.get())
            code = whole.main(args=args, prog_name="carbonmeet", standalone_mode=False)
            screen.flush()
    except click.ClickException as error:
        told = io.StringIO()
        if isinstance(error.message, Message):
            vars(error)["message"] = error.message.get(screen.LANG.get())
        error.show(told)
        _say(requoted(told.getvalue().rstrip("\n"), screen.LANG.get()))
        return error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        _failed(_("stopped"))
        return status()
    except CarbonmeetError as error:
        return _failed(error)
    except (_HungUp, BrokenPipeError):
        screen.silence(sys.stdout)
        return 0
    except OSError as error:
        screen.silence(sys.stdout)
        what = _("the output cannot be written") if error.filename is None else error.filename
        return _failed(_("{what}: {why}", what=what, why=message_of(error)))
    except MemoryError:
        return _failed(_("there is not enough memory for this"))
    except Exception as error:
        if os.environ.get(_DEBUG):
            raise
        return _failed(
            _(
                "carbonmeet cannot go on: {kind}: {error}. This is a fault of the program, its "
                "installation or this machine, not of your file; {variable}=1 shows where",
                kind=type(error).__name__,
                error=_cut(" ".join(str(error).split())),
                variable=_DEBUG,
            )
        )
    return code if isinstance(code, int) else 0


@contextmanager
def _warnings_said() -> Iterator[None]:
    """Say what carbonmeet warns of in the language asked for, each once; others as ever."""
    said: set[str] = set()
    with warnings.catch_warnings():
        warnings.simplefilter("always", Told)
        other = warnings.showwarning

        def show(message: Warning | str, *rest: Any) -> None:
            if not isinstance(message, Told):
                other(message, *rest)
            elif str(message) not in said:
                said.add(str(message))
                _say(message.message.get(screen.LANG.get()))

        warnings.showwarning = cast(Any, show)
        yield


def _cut(told: str) -> str:
    """What libraries say, which may be a page on how to install them."""
    return told if len(told) <= _TOLD else f"{told[:_TOLD]}…"


def _failed(what: CarbonmeetError | Message) -> int:
    _say(what.get(screen.LANG.get()))
    return 1


def _say(message: str) -> None:
    try:
        click.echo("\n".join(map(tidy, message.split("\n"))), err=True)
    except OSError:
        screen.silence(sys.stderr)  # nobody listens there either
