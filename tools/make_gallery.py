"""Draw every kind of figure for the gallery, and write its page: the command and code of each.

Usage: PYTHONPATH=.:tools python tools/make_gallery.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from make_doc_images import PLACES, write

import carbonmeet as cm
from carbonmeet.answer import City

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "gallery.md"
IMAGES = ROOT / "docs" / "images" / "gallery"
#: Few dots and colours keep the pictures small; a reader draws their own for print.
DOTS, COLOURS = 110, 48
#: Kinds that another scenario shows better, and the language of the picture.
SCENARIOS = {
    "host": "cop15-phase1-as-held",
    "indicators": "kunming-2030",
    "wedges": "kunming-2030",
    "years": "kunming-2030",
}
#: The host city of the figure that shows one.
HOST = "kunming-2030"
CHINESE = ("ranking", "programmes", "years", "site-ranking")

HEAD = """\
# Gallery

Every kind of figure, drawn by the command or by the code beside it; both give the same. More on
numbers, captions and journals' styles: [make the figures of a planning paper](how-to/figures.md);
on the last five: [choose where to meet](how-to/site.md).
"""


@cache
def answer(name: str, drawn: bool) -> Any:
    """A scenario's answer, with ranges where the figure shows them."""
    return cm.simulate(cm.estimate(name)) if drawn else cm.estimate(name)


def hosted(meeting: Any) -> Any:
    """The answer with the meeting's share of its host city."""
    city = cm.hostcity.host_of(meeting, cm.load_scenario(HOST))
    shares = cm.hostcity.share_of_city(meeting, city)
    return meeting.changed(city=City(shares=tuple(shares)))


@cache
def sites() -> Any:
    """The answer of the five figures of places."""
    return cm.site("cop15-kunming", PLACES, hubs=[2, 3], online=0.3, draws=200).attrs["answer"]


def entries() -> Iterator[tuple[str, str, str, str, Callable[[], Any]]]:
    """Kind, title, command, code, and what draws it."""
    for kind, figure in cm.charts.KINDS.items():
        name, lang = SCENARIOS.get(kind, "cop15-kunming"), "zh" if kind in CHINESE else "en"
        told = ', lang="zh"' if lang == "zh" else ""
        within = f" --in {HOST}" if kind == "host" else ""
        command = f"carbonmeet chart {name} --kind {kind}{within}" + (" --lang zh" if told else "")
        made = f'cm.estimate("{name}")'
        code = f"answer = {f'cm.simulate({made})' if figure.ranges else made}\n"
        if within:
            code += (
                f'city = cm.hostcity.host_of(answer, cm.load_scenario("{HOST}"))\n'
                "shares = cm.hostcity.share_of_city(answer, city)\n"
                "answer = answer.changed(city=carbonmeet.answer.City(shares=tuple(shares)))\n"
            )
        code += f'cm.charts.{kind}(answer{told}).savefig("{kind}.pdf")'
        yield (
            kind,
            figure.title.en,
            command,
            code,
            lambda f=figure, n=name, lg=lang, w=within: f(
                hosted(answer(n, False)) if w else answer(n, f.ranges), lang=lg
            ),
        )
    places = " ".join(PLACES)
    for kind, figure in cm.charts.SITE_KINDS.items():
        lang = "zh" if kind in CHINESE else "en"
        told = ', lang="zh"' if lang == "zh" else ""
        command = (
            f"carbonmeet site cop15-kunming {places} --hubs 2..3 --online 30% "
            "--figures figures" + (" --lang zh" if told else "")
        )
        listed = ", ".join(f'"{place}"' for place in PLACES)
        code = (
            f'table = cm.site(\n    "cop15-kunming", [{listed}], hubs=[2, 3], online=0.3\n)\n'
            f'cm.charts.{kind.replace("-", "_")}(table.attrs["answer"]{told}).savefig("{kind}.pdf")'
        )
        yield kind, figure.title.en, command, code, lambda f=figure, lg=lang: f(sites(), lang=lg)


def page() -> str:
    """The text of the page."""
    parts = [HEAD]
    for kind, title, command, code, _ in entries():
        head = "import carbonmeet.answer\n" if "carbonmeet.answer" in code else ""
        parts.append(
            f"## {title}\n\n![{title}](images/gallery/{kind}.png)\n\n"
            f"```sh\n{command}\n```\n\n```python\n{head}import carbonmeet as cm\n\n{code}\n```\n"
        )
    return "\n".join(parts)


def main() -> None:
    """Draw them all."""
    IMAGES.mkdir(exist_ok=True)
    for kind, *_, draw in entries():
        write(draw(), IMAGES / f"{kind}.png", COLOURS, DOTS)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
