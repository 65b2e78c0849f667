"""``carbonmeet plan``."""

from __future__ import annotations

import click

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _
from carbonmeet.cli.options import (
    Asked,
    answering,
    progress_bar,
    scenario_argument,
    typed_quantity,
)
from carbonmeet.view.numerals import fixed, share


@click.command("plan")
@scenario_argument()
@click.option("--target", help="Saving to reach, e.g. 10%: answers with the cheapest programme.")
@click.option("--budget", help='Money to spend, e.g. "2e6 CNY": answers with the best programme.')
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="The frontier of all programmes; --format json gives the whole of it.",
)
@answering("json")
def command(
    file: str, target: str | None, budget: str | None, everything: bool, asked: Asked
) -> None:
    """Find the best programme of measures for FILE among all combinations."""
    from carbonmeet.questions.optimise import plan
    from carbonmeet.units import parse_share
    from carbonmeet.view.tables.plan import frontier_blocks, frontier_data, programme_blocks

    if sum((target is not None, budget is not None, everything)) != 1:
        raise click.UsageError(_("give one of --target, --budget, --all"))
    if asked.form != "table" and not everything:
        raise click.UsageError(_("--format goes with --all"))
    least = None if target is None else parse_share(target)
    money = None if budget is None else read_money(budget)
    if money is not None:
        from carbonmeet.pricing.purse import purse_of
        from carbonmeet.scenario import load_scenario

        purse_of(load_scenario(file)).of(*money)  # refused before the programmes are worked out
    with progress_bar(100, _("programmes")) as told:
        found = plan(file, catalogue=asked.catalogue, progress=lambda part: told(round(part * 100)))
    if everything:
        asked.give(lambda m: frontier_blocks(m, found), lambda: frontier_data(found))
        return
    if money is None:
        best = found.for_target(least or 0.0)
    else:
        best = found.for_budget(found.purse.of(*money))
    if best is None and money is not None:
        cheapest = found.programmes.frontier[0].cost
        raise CarbonmeetError(
            _(
                "no programme fits this budget: the cheapest costs {cheapest} {currency}",
                cheapest=fixed(cheapest, 0),
                currency=found.purse.currency,
            )
        )
    if best is None:
        most = found.saving(found.programmes.lowest)
        raise CarbonmeetError(
            _("no programme saves so much: they save at most {most}", most=share(most))
        )
    asked.show(lambda m: programme_blocks(m, found, best))


def read_money(text: str) -> tuple[float, str]:
    """An amount of money and its currency.

    Examples
    --------
    >>> read_money("2.5e6 KES")
    (2500000.0, 'KES')
    """
    from carbonmeet.units import currencies

    found = typed_quantity(text)
    for code in currencies():
        if found.unit.dims == ((code, 1),):
            return found.to(code), code
    raise CarbonmeetError(
        _("'{text}' is no amount of money: write one such as '2e6 CNY'", text=text)
    )
