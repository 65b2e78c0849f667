"""``carbonmeet verify``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carbonmeet.base.text import Label, Lang, _
from carbonmeet.cli.options import emit, emit_json, format_option, lang_option, output_option

if TYPE_CHECKING:
    from carbonmeet.audit import Case, Verification

#: So many differences are told one by one.
_MOST = 40
_SAME = _("{name}: the same. Every number follows from the scenario and the rows in it.")
_OTHER = _("{name}: not the same; places: {count}")
_UNREAD = _("{name}: cannot be checked")
_TOLD = _("Beside that")
_MORE = _("and {count} more (--format json lists them)")
_RANGES = _("{count} ends of ranges (--format json lists them), of which the first is {first}")
_HEAD = (
    _("case"), _("number"), _("published"),
    _("worked out"), _("difference"), _("tolerance"),
    Label("", ""),
)  # fmt: skip
_AGREES, _PARTS = _("agrees"), _("DIFFERS")
_TOTALS = _(
    "Totals that were published without their activity data, and so cannot be worked out again"
)


@click.command("verify")
@click.argument("file", required=False)
@click.option("--published", is_flag=True, help="Work out the published meetings again.")
@format_option
@output_option
@lang_option
@click.pass_context
def command(
    context: click.Context,
    file: str | None,
    published: bool,
    form: str,
    output: Path | None,
    lang: Lang,
) -> None:
    """Work out a saved result again: RESULT.json of estimate, or the bundle AUDIT.zip.

    Exit code 1 where a number does not follow from what the file holds. Another version of the
    catalogue or of the program is told, and is not wrong by itself.
    """
    if published == bool(file):
        raise click.UsageError(_("give a saved result or a bundle, or --published"))
    if published:
        from carbonmeet.audit import published_cases

        cases = list(published_cases())
        _emit_cases(cases, form, output, lang)
        context.exit(0 if all(one.agrees for one in cases) else 1)
    from carbonmeet.view.bundle.verifying import verify

    found = verify(str(file))
    if form == "json":
        emit_json(found.to_dict(), output)
    elif form == "csv":
        emit(_csv(found, lang), output)
    else:
        emit(_text(found, lang), output)
    context.exit(0 if found.same else 1)


def _text(found: Verification, lang: Lang) -> str:
    faults = [one for one in found.findings if one.wrong]
    count, drawn = len(faults), [one for one in faults if one.kind == "seed"]
    if len(drawn) > 1:  # one seed, one line
        faults = [one for one in faults if one.kind != "seed"]
    wrong = [one.what.get(lang) for one in faults]
    if len(drawn) > 1:
        first = drawn[0].what.get(lang)
        wrong.insert(0, _RANGES.get(lang).format(count=len(drawn), first=first))
    told = [one.what.get(lang) for one in found.findings if not one.wrong]
    name = Path(found.name).name
    head = _OTHER if found.again is not None and wrong else _UNREAD if wrong else _SAME
    lines = [head.get(lang).format(name=name, count=count)]
    lines += [f"  {one}" for one in wrong[:_MOST]]
    if len(wrong) > _MOST:
        lines.append(f"  {_MORE.get(lang).format(count=len(wrong) - _MOST)}")
    if told:
        lines += ["", _TOLD.get(lang), *(f"  {one}" for one in told[:_MOST])]
        if len(told) > _MOST:
            lines.append(f"  {_MORE.get(lang).format(count=len(told) - _MOST)}")
    return "\n".join(lines)


def _csv(found: Verification, lang: Lang) -> str:
    head = ["kind", "path", "saved", "found", "wrong", "what"]
    rows: list[list[Any]] = [
        [one.kind, one.path, one.saved, one.found, "yes" if one.wrong else "no", one.what.get(lang)]
        for one in found.findings
    ]
    return _table(head, rows)


def _table(head: list[str], rows: list[list[Any]]) -> str:
    import csv
    import io

    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *rows])
    return text.getvalue()


def _emit_cases(cases: list[Case], form: str, output: Path | None, lang: Lang) -> None:
    if form == "json":
        emit_json([one._asdict() | {"agrees": one.agrees} for one in cases], output)
        return
    rows: list[list[Any]] = [
        [
            one.name,
            one.part,
            one.published,
            one.found,
            one.unit,
            one.tolerance,
            one.agrees,
            one.cite,
        ]
        for one in cases
    ]
    if form == "csv":
        head = ["case", "number", "published", "found", "unit", "tolerance", "agrees", "cite"]
        emit(_table(head, rows), output)
        return
    from carbonmeet.audit.published import left_out, totals_only
    from carbonmeet.view.faces.text import grid

    lines = [[one.get(lang) for one in _HEAD], *(_line(one, lang) for one in cases)]
    rest = [f"  {one.get(lang)}" for one in totals_only()]
    missing = ", ".join(left_out(cases))
    if missing:
        told = _("not worked out without the extra 'tables': {missing}", missing=missing)
        rest = [*rest, "", told.get(lang)]
    emit("\n".join([grid(lines, right=(2, 3, 4, 5)), "", _TOTALS.get(lang), *rest]), output)


def _line(one: Case, lang: Lang) -> list[str]:
    apart = one.found / one.published - 1 if one.published else 0.0
    verdict = _AGREES if one.agrees else _PARTS
    unit = one.unit.partition(" ")[0]
    numbers = [f"{one.published:,.6g} {unit}", f"{one.found:,.6g} {unit}"]
    return [one.name, one.part, *numbers, f"{apart:+.4%}", f"{one.tolerance:g}", verdict.get(lang)]
