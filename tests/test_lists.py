"""What there is to name: lists, places, and words of every day."""

from __future__ import annotations

import csv
import io
import json

import pytest

from carbonmeet.base.data import data_dir
from carbonmeet.base.text import Label
from carbonmeet.catalogue import load_catalogue
from carbonmeet.catalogue.words import everyday, meant
from carbonmeet.cli import main
from carbonmeet.travel.fold import fold
from carbonmeet.view.faces.text import to_text
from carbonmeet.view.matter import Voice
from carbonmeet.view.tables.lists import KINDS, listing

# ---------------------------------------------------------------- words


def test_every_word_stands_for_something_that_is_there() -> None:
    catalogue = load_catalogue()
    with (data_dir("factors") / "words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        name = row["name"]
        known = name == "modes/air" or name in catalogue.services or name in catalogue.rows
        assert known and row["en"] and row["zh"], name
        for words in (row["en"], row["zh"]):
            listed = [fold(word) for word in words.split("|")]
            assert all(listed) and len(set(listed)) == len(listed), name


@pytest.mark.parametrize(
    ("word", "name"),
    [
        *(("lunch", "meals/restaurant"), ("gala dinner", "meals/banquet")),
        *(("coffee", "items/coffee"), ("lanyard", "items/badge-set")),
        *(("programme", "items/brochure"), ("lorry", "freight/truck"), ("Trucks", "freight/truck")),
        *(("午餐", "meals/restaurant"), ("地铁", "modes/metro"), ("地鐵", "modes/metro")),
        *(("subway", "modes/metro"), ("飞机", "modes/air"), ("高铁", "modes/rail")),
        *(("motorcade", "vehicles/car.petrol.medium"), ("车队", "vehicles/car.petrol.medium")),
        *(("同传", "venue/power"), ("simultaneous interpretation", "venue/power")),
        *(("Shinkansen", "modes/rail"), ("新干线", "modes/rail"), ("资料袋", "items/tote-bag")),
        *(("欢迎晚宴", "meals/banquet"), ("catering", "meals/canteen"), ("海运", "freight/sea")),
        *(("stand", "items/fit-out"), ("wastewater", "venue/water"), ("物流", "freight/truck")),
        *(("电", ""), ("xyzzy", "")),
    ],
)
def test_words_of_every_day(word: str, name: str) -> None:
    services = {one.id for one in load_catalogue().offered(word)}
    if not name:
        assert not meant(word)
    elif name == "modes/air":
        assert {one[:9] for one in services} == {"modes/air"}
    else:
        assert name in services


def test_a_short_word_is_no_part_of_another(capsys: pytest.CaptureFixture[str]) -> None:
    offered = load_catalogue().offered
    assert [one.id for one in offered("cab")] == ["modes/taxi"]
    assert offered("bus")[0].id == "modes/bus"
    assert not any("business" in one.id for one in offered("bus"))
    assert {one.id for one in offered("AV")} == {"venue/power"}


def test_what_is_no_service_has_a_way_into_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    for word, said in (
        ("generator", "fuel.diesel"),
        ("发电机", "fuel.diesel"),
        ("beer", "drink.beer"),
    ):
        assert (
            f"It is a factor, {said}: name it in the 'chain'"
            in run(capsys, "list", "services", word)[2]
        )
    said = run(capsys, "list", "services", "helicopter")[2]
    assert "a factor of your own" in said and "carbonmeet factors WORD" in said


def test_factors_answer_to_words_of_every_day() -> None:
    keys = {row.key for row in load_catalogue().matching("lunch")}
    assert keys == {"meal.restaurant"}
    assert "freight.road" in {row.key for row in load_catalogue().matching("卡车")}


def test_no_word_is_the_name_of_another_service() -> None:
    """A word that is a service's own name must lead to that service too."""
    catalogue = load_catalogue()
    for word in everyday():
        own = [key for key in catalogue.services if key.split("/")[1] == word]
        assert not own or set(own) & {one.id for one in catalogue.offered(word)}, word


# ---------------------------------------------------------------- lists


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_has_rows_under_its_columns(kind: str) -> None:
    found = listing(kind, load_catalogue())
    assert found.rows
    assert all(set(found.columns) == set(row) for row in found.rows)
    table = list(csv.reader(io.StringIO(found.csv())))
    assert len(table) == len(found.rows) + 1 and len({len(row) for row in table}) == 1
    assert len(found.records()) == len(found.rows)
    for lang in ("en", "zh"):
        text = to_text([found.table(Voice(lang))], None)
        assert len(text.splitlines()) == len(found.rows) + 1


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a command."""
    code = 0
    try:
        main(list(arguments))
    except SystemExit as stop:
        code = int(stop.code or 0)
    return code, *capsys.readouterr()


def test_no_two_regions_are_named_alike() -> None:
    names = [row["title"] for row in listing("regions", load_catalogue()).rows]
    for told in ([str(one) for one in names], [one.zh for one in names if isinstance(one, Label)]):
        shown = [one for one in told if one]
        assert len(set(shown)) == len(shown) > 200


def test_list_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert "badge-set" in run(capsys, "list", "services", "lanyard")[1]
    rows = json.loads(run(capsys, "list", "publishers", "--format", "json")[1])
    assert {"defra", "mee"} <= {row["name"] for row in rows}
    assert "forum-1500" in run(capsys, "list", "scenarios")[1]
    assert "奥地利" in run(capsys, "list", "regions", "Austria", "--lang", "zh")[1]
    failed = run(capsys, "list", "services", "lunhc")
    assert failed[0] == 1 and "nothing in the list of services for 'lunhc'." in failed[2]
    assert run(capsys, "list", "nonsense")[0] == 2


def test_places_command(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "places", "Wien", "--format", "json")[1])
    assert found["place"]["region"] == "AT-9" and found["place"]["airport"] == "VIE"
    assert (found["status"], found["by_population"]) == ("exact", False)
    assert "may be several places" in run(capsys, "places", "Cambridge")[1]
    assert "“昆明”按中国云南昆明理解" in run(capsys, "places", "昆明", "--lang", "zh")[1]
    text = run(capsys, "places", "Vienna", "--format", "csv")[1]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["region"] for row in rows[:2]] == ["AT-9", "US-VA"]
    assert "LHR" in run(capsys, "places", "Heathrow")[1]
    gone = ("PNH", "its successor is KTI"), ("TXL", "its successor is BER")
    assert "后继机场为BER" in run(capsys, "places", "TXL", "--lang", "zh")[2]
    for words, said in (*gone, ("Xyzzyville", "no city 'Xyzzyville'")):
        failed = run(capsys, "places", words)
        assert failed[0] == 1 and said in failed[2] and not failed[1]
