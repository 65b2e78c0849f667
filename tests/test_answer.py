"""The answer: complete, immutable, the same wherever it is carried, and one word for one thing."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import carbonmeet as cm
from carbonmeet.answer import Answer, Records, Total
from carbonmeet.answer.saved import result_schema
from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import Fault, InputError, ModelError
from carbonmeet.cli import main
from carbonmeet.draws import draws_of
from carbonmeet.draws.rivals import read_rivals, rival_table
from carbonmeet.units import parse_unit
from carbonmeet.units.pinted import user_quantity

#: The forest is planted so late that nothing has grown by the horizon.
LATE = """\
carbonmeet: 2
kind: meeting
extends: cop15-kunming.yaml
offset: {stand: yunnan-pine, area: null, planted: 2045, horizon: 5 year}
"""


def told(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        main([str(arg) for arg in args])
    return (int(caught.value.code or 0), *capsys.readouterr())


def test_a_forest_that_never_repays_takes_no_footprint_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = Path(__file__).parents[1] / "scenarios"
    for name in ("cop15-kunming.yaml", "cop15-baseline.yaml", "cop15-planned.yaml"):
        (tmp_path / name).write_bytes((shipped / name).read_bytes())
    file = tmp_path / "off.yaml"
    file.write_text(LATE, encoding="utf-8")
    found = cm.estimate(file)
    assert found.offset is not None and not found.offset.has_forest
    assert "has removed nothing" in found.offset.notices[0].en
    assert found.residual == cm.estimate(tmp_path / "cop15-kunming.yaml").residual
    assert told(capsys, "check", file)[0] == 0
    code, shown, _ = told(capsys, "estimate", file)
    assert code == 0 and "No forest is worked out" in " ".join(shown.split())


def test_a_line_has_one_name_in_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    name = "Public-building power"
    for args in (
        ("estimate", "kunming-2023", "--draws", "0"),
        ("explain", "kunming-2023", "venue.power"),
        ("compare", "kunming-2023", "kunming-2030", "--draws", "0"),
    ):
        code, out, _ = told(capsys, *args)
        assert code == 0 and name in out and "Venue electricity" not in out
    code, out, _ = told(capsys, "explain", "kunming-2023", "venue.power", "--lang", "zh")
    assert "公共建筑用电" in out and "会场用电" not in out


def test_errors_keep_their_faults_when_they_travel() -> None:
    faults = [Fault("a.yaml", 9, 3, "groups[0]", "late"), Fault("a.yaml", 2, 1, "", "early")]
    error = pickle.loads(pickle.dumps(InputError(faults)))
    assert type(error) is InputError and error.faults == tuple(sorted(faults))
    assert str(error) == str(InputError(faults))
    other = pickle.loads(pickle.dumps(ModelError("two measures", ("T1", "T2"))))
    assert (str(other), other.about) == ("two measures", ("T1", "T2"))


@pytest.mark.parametrize("name", ["forum-1500", "cop15-kunming"])
def test_rounding_is_no_saving(name: str) -> None:
    found = cm.estimate(name, draws=100)
    base = found.baseline.total.value
    ends = [
        getattr(getattr(ranges, way), end)
        for ranges in found.measures
        for way in ("alone", "in_order", "last_in", "shapley")
        for end in ("low", "high")
    ]
    assert any(ends)
    assert not [one for one in ends if one and abs(one) < 1e-14 * base]


@pytest.fixture(scope="module", params=["cop15-kunming", "forum-1500", "kunming-2030"])
def answer(request: pytest.FixtureRequest) -> Answer:
    return cm.estimate(request.param, draws=50)


def test_an_answer_is_the_same_after_every_journey(answer: Answer, tmp_path: Path) -> None:
    other = cm.load_result(answer.save(tmp_path / "answer.json"))
    assert other == answer and hash(other) == hash(answer)
    assert other.to_dict() == answer.to_dict()
    assert pickle.loads(pickle.dumps(answer)) == answer == pickle.loads(pickle.dumps(other))
    plain = cm.estimate(answer.workings.scenario)
    assert plain != answer
    assert cm.load_result(plain.save(tmp_path / "plain.json")) == plain
    assert cm.simulate(plain, 50) == answer


def test_answers_cross_a_pool() -> None:
    names = ["forum-1500", "kunming-2023"]
    with ProcessPoolExecutor(2) as pool:
        assert list(pool.map(cm.estimate, names)) == [cm.estimate(name) for name in names]


def test_nothing_of_an_answer_can_be_changed(answer: Answer) -> None:
    def parts(one: Any) -> None:
        if isinstance(one, tuple):
            for each in one:
                parts(each)
        elif hasattr(one, "__dataclass_fields__"):
            name = fields(one)[0].name
            with pytest.raises(FrozenInstanceError):
                setattr(one, name, None)
            for field in fields(one):
                parts(getattr(one, field.name))
        else:
            assert not isinstance(one, dict | list | set), one

    parts(answer)


def test_a_saved_answer_follows_its_schema(answer: Answer, tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    text = answer.save(tmp_path / "answer.json").read_text("utf-8")
    data = json.loads(text, parse_constant=pytest.fail)
    jsonschema.validate(data, result_schema())
    assert str(Path(cm.__file__).parents[1]) not in text
    assert next(iter(data)) == "format" and data["format"] == 2


def test_a_loaded_answer_is_worked_out_again_where_it_has_to_be(
    answer: Answer, tmp_path: Path
) -> None:
    plain = cm.estimate(answer.workings.scenario)
    loaded = cm.load_result(plain.save(tmp_path / "answer.json"))
    assert cm.simulate(loaded, 50) == answer == cm.simulate(pickle.loads(pickle.dumps(plain)), 50)
    assert cm.inventory(cm.load_result(tmp_path / "answer.json")) == cm.inventory(plain)
    with pytest.raises(cm.CarbonmeetError, match="make them with"):
        cm.load_result(answer.save(tmp_path / "drawn.json")).target_met(share=0.1)


def test_a_loaded_answer_that_follows_from_no_scenario_says_so(tmp_path: Path) -> None:
    answer = cm.estimate("forum-1500")
    with pytest.raises(cm.CarbonmeetError, match="saved without its scenario"):
        cm.simulate(pickle.loads(pickle.dumps(answer.changed(content=None))), 20)
    other = answer.changed(content=cm.estimate("starter").content)
    with pytest.raises(cm.CarbonmeetError, match="does not follow from what it holds"):
        cm.report.render(pickle.loads(pickle.dumps(other)), ".md")


@pytest.mark.parametrize("work", [lambda one: cm.simulate(one, 20), lambda one: one.workings])
def test_an_uptake_that_was_changed_is_no_uptake_of_the_result(
    work: Callable[[Answer], object], tmp_path: Path
) -> None:
    """The savings beside it would be those of another uptake."""
    path = cm.estimate("cop15-kunming").save(tmp_path / "r.json")
    data = json.loads(path.read_text("utf-8"))
    [taken] = [one for one in data["measures"]["items"] if one["id"] == "V4"]
    taken["uptake"] = 0.11
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(cm.CarbonmeetError, match=r"the uptake of V4 is 0\.11 as saved"):
        work(cm.load_result(path))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "this is no result of carbonmeet"),
        ("{", "this is not JSON"),
        ('{"baseline": 1}', "a result of format 1, and this version reads format 2"),
        ('{"format": 2, "baseline": 1}', "'scenario' is missing"),
    ],
)
def test_what_is_no_result_is_refused(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "r.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(cm.CarbonmeetError, match=said):
        cm.load_result(file)
    with pytest.raises(cm.CarbonmeetError, match="cannot be read"):
        cm.load_result(tmp_path / "none.json")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("saved") / "r.json"
    return cm.estimate("forum-1500", draws=20).save(path).read_text("utf-8")


def _set(*path: Any) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for step in path[:-2]:
            data = data[step]
        if path[-1] is KeyError:
            del data[path[-2]]
        else:
            data[path[-2]] = path[-1]

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("baseline", "total", "value", "12.5"), "baseline.total.value: a number is expected"),
        (_set("baseline", "total", "value", True), "baseline.total.value: a number is expected"),
        (_set("boundary", "lines", 3.5), "boundary.lines: a whole number is expected"),
        (_set("scenario", "title", "Forum"), "scenario.title: a mapping is expected, not text"),
        (_set("lines", 0, "kg", 1.0), r"lines\[0\].kg: is no part of a result"),
        (_set("lines", 0, "kg_co2e", KeyError), r"lines\[0\]: 'kg_co2e' is missing"),
        (_set("baseline", "total", "value", 1.0), "baseline.total.value: 1 is not the sum"),
        (_set("lines", 0, "kg_co2e", 1.0), "baseline.total.value: .* is not the sum .* of lines"),
        (_set("saving", "value", 0.0), "saving.value: 0 is not the sum"),
        (_set("measures", "items", 3, "shapley", "value", 99.0), "measures.total.value: .* sum"),
        (_set("quality", "factor", "primary", 9.0), "quality.factor: 1 is not the sum"),
        (_set("format", 2.5), "a result of format 2.5"),
    ],
)
def test_a_result_that_was_changed_is_refused(
    saved: str, tmp_path: Path, change: Callable[[Any], None], said: str
) -> None:
    data = json.loads(saved)
    change(data)
    (tmp_path / "r.json").write_text(json.dumps(data), "utf-8")
    with pytest.raises(InputError if "format" not in said else cm.CarbonmeetError, match=said):
        cm.load_result(tmp_path / "r.json")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"low": null', '"low": NaN', "NaN is no number"),
        ('"low": null', '"low": -Infinity', "-Infinity is no number"),
        ('"low": null', '"low": 1e999', "1e999 is no number"),
        ('"low": null', '"low": 1' + 400 * "0", r"10+… is no number"),
        ('"low": null', '"low": 1' + 5000 * "0", r"10+… is no number"),
        ('"saving"', '"saving": null, "saving"', "duplicate key 'saving'"),
        ('"saving"', '"x": ' + 900 * "[" + 900 * "]" + ', "saving"', "nested too deep"),
        ('"saving"', '"x": ' + 100_000 * "[" + ', "saving"', "nested too deep"),
    ],
)
def test_what_json_hides_is_told(
    saved: str, tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in saved
    (tmp_path / "r.json").write_text(saved.replace(before, after, 1), "utf-8")
    with pytest.raises(cm.CarbonmeetError, match=said) as told:
        cm.load_result(tmp_path / "r.json")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("name", sorted(p.stem for p in data_dir("scenarios").glob("*.yaml")))
def test_every_shipped_answer_is_loaded_as_it_was_saved(name: str, tmp_path: Path) -> None:
    answer = cm.estimate(name)
    assert cm.load_result(answer.save(tmp_path / "r.json")) == answer


def test_every_part_is_a_table(answer: Answer) -> None:
    parts = [answer, answer.baseline, answer.measures, answer.lines, answer.notices]
    parts += [answer.scenario.inputs, answer.catalogue.rows, answer.boundary, answer.catalogue]
    parts += [answer.quality, answer.scenario, answer.saving, answer.uncertainty, answer.offset]
    parts += [answer.baseline.by_source, answer.residual.by_period, answer.measures.by_area]
    parts += [answer.measures.items, answer.baseline.cells, answer.baseline.per_participant]
    parts += [answer.scenario.periods, answer.quality.amount, answer.uncertainty.drivers]
    parts += [answer.frames, *answer.frames.values(), answer.uncertainty.baseline]
    parts += [one.categories for one in answer.frames.values()]
    if answer.offset is not None:
        parts += [answer.offset.curve, answer.offset.parcels, answer.offset.spread]
    if answer.city is not None:
        parts += [answer.city, answer.city.years, answer.city.years[0].by_source]
    for part in filter(None, parts):
        assert len(part.to_frame())
        assert "<table" in part._repr_html_()
    by_source = answer.baseline.by_source.to_frame()
    assert by_source.equals(answer.baseline.by("source")) and by_source.index.name == "source"
    drawn = answer.uncertainty.to_frame()
    assert drawn.at["residual", "low"] == answer.residual.total.low
    assert drawn.at["residual.sd", "unit"] == answer.saving.to_frame().at["total", "unit"]
    assert answer.quality.to_frame().at["amount.given", "value"] == answer.quality.amount["given"]
    both = answer.baseline.by("source", "period")
    assert both["t CO2e"].sum() == pytest.approx(answer.baseline.total.value)
    assert (both["low"] <= both["high"]).all()
    held = answer.baseline.held.value + answer.baseline.counterfactual.value
    assert held == pytest.approx(answer.baseline.total.value)
    for shares in (answer.quality.amount, answer.quality.factor):
        assert sum(shares.values()) == pytest.approx(1.0)
    assert isinstance(answer.lines, Records) and isinstance(answer.saving, Total)
    with pytest.raises(cm.CarbonmeetError, match="Did you mean 'source'"):
        answer.baseline.by("sources")
    if answer.measures:
        first = answer.measures[0]
        assert answer.measures[first.id] is first
        with pytest.raises(cm.CarbonmeetError, match="no measure 'T11'"):
            answer.measures["T11"]


def test_frames_are_tables_of_their_categories(answer: Answer) -> None:
    table = answer.frames.to_frame()
    tonnes = table["t_co2e"].groupby(level=[n for n in table.index.names if n != "category"]).sum()
    years = {one.year: one.baseline for one in answer.city.years} if answer.city else {}
    for at, total in tonnes.items():
        wanted = years[int(at[1])] if years else answer.baseline.total.value
        assert total == pytest.approx(wanted), at
    again = pickle.loads(pickle.dumps(answer.frames))
    assert again == answer.frames and again.to_frame().equals(table)
    assert answer.changed(frames={}).frames.to_frame().empty  # as of an earlier version


def test_notices_have_an_id_and_both_languages(answer: Answer) -> None:
    assert answer.notices
    for one in answer.notices:
        assert one.id.islower() and one.en and one.zh and one.en != one.zh


def test_a_distribution_that_does_not_fit_is_told_by_estimate(tmp_path: Path) -> None:
    scenario = cm.load_scenario("forum-1500")
    wrong = scenario.replace({"distributions": {"no.such.number": {"form": "fixed", "value": 1}}})
    with pytest.raises(InputError, match="no input"):
        cm.estimate(wrong)


def test_former_names_work_and_warn() -> None:
    with pytest.warns(DeprecationWarning, match="Estimate is deprecated .* use carbonmeet.Answer"):
        assert cm.Estimate is Answer
    with pytest.warns(DeprecationWarning, match="Ledger is deprecated .* version 0.3: use") as told:
        assert cm.Ledger is type(cm.estimate("starter").workings.baseline)
    assert told[0].filename == __file__
    with pytest.raises(AttributeError, match="no attribute 'Estimates'"):
        _ = cm.Estimates


def test_what_is_done_is_logged_and_nothing_is_printed(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG", "carbonmeet")
    answer = cm.estimate("forum-1500", draws=20)
    said = [one.getMessage() for one in caplog.records]
    assert f"forum-1500.yaml: {len(answer.lines)} lines, {len(answer.measures)} measures" in said[0]
    assert any("20 draws, seed 1" in one for one in said)
    assert capfd.readouterr() == ("", "")


def test_factors_multiply_with_quantities_of_pint() -> None:
    pint = pytest.importorskip("pint")
    catalogue = cm.load_catalogue()
    grid = catalogue.find("grid", "CN-YN", 2021, ["mee"])
    power = pint.get_application_registry().Quantity("1.2 MWh")
    assert (grid.quantity * power).to("kg CO2e").magnitude == pytest.approx(1200 * grid.value)
    with pytest.raises(pint.DimensionalityError):
        (grid.quantity * power).to("kg")
    own = pint.UnitRegistry()
    seat = catalogue.find("rail.hsr", "CN", 2021, ["mao"])
    way = seat.quantity_in(own) * own.Quantity("100 km") * own("2 passenger")
    assert way.to("kg CO2e").magnitude == pytest.approx(200 * seat.value)
    for text in ("kg CO2e / cup", "t CO2e / mu", "kg CO2e / year", "kWh / m^2 / day", "degC", "1"):
        unit = parse_unit(text)
        found = user_quantity(3.0, unit, own)
        assert found.magnitude == 3.0
        plain = unit.text == "1"
        assert found.dimensionless == plain
    year = user_quantity(1.0, parse_unit("year"), own)
    assert year.to("day").magnitude == pytest.approx(365)  # as everywhere in accounts


def test_a_shipped_name_is_enough_wherever_a_scenario_is_asked_for() -> None:
    city = cm.hostcity
    assert city.city_of("kunming-2023").kind == "city"
    assert city.indicators_in("kunming-2023") and city.forest_of("kunming-2023")
    assert city.double_claims(["kunming-2023", "cop15-kunming"]) == []
    assert city.host_of(cm.estimate("forum-1500"), "kunming-2023").scenario.kind == "city"
    assert set(city.both_readings("kunming-2023")) == {"motorised_trips", "all_trips"}
    assert cm.plan("cop15-phase1-as-held").programmes.count > 1
    choices = [one for one in read_rivals() if one.id == "non-co2-without"]
    assert rival_table("forum-1500", cm.load_catalogue(), choices).rows


def test_inputs_bear_the_names_of_tables_and_figures(answer: Answer) -> None:
    names = draws_of(answer).trial.vector.names
    listed = {one.path: one for one in answer.scenario.inputs}
    assert len(listed) == len(answer.scenario.inputs)
    for path in listed.keys() & names.keys():
        assert listed[path].name == names[path]
    for one in answer.measures:
        assert listed[f"measures.{one.id}.uptake"].value == pytest.approx(one.uptake)


def test_the_catalogue_is_searched_as_a_table() -> None:
    found = cm.load_catalogue().search("hotel")
    assert len(found) > 5 and found.index.is_unique
    assert {"key", "value", "unit", "source"} <= set(found.columns)
    assert (found["low"].isna() == found["high"].isna()).all()
    assert cm.load_catalogue().search("no such thing").empty


@pytest.mark.parametrize("uptake", [-0.1, 1.1, float("nan"), float("inf")])
def test_impossible_uptakes_are_refused_by_the_model(uptake: float) -> None:
    model = cm.estimate("forum-1500").workings.model
    row = np.full(len(model.measures), 0.5)
    row[3] = uptake
    for ask in (model.run, model.totals):
        with pytest.raises(ModelError, match=rf"an uptake .* {model.measures[3].id} has"):
            ask(row)
    values = model.values.copy()
    values[7] = float("nan")
    with pytest.raises(ModelError, match="is no number"):
        model.run(None, values)


def test_warming_potentials_are_counted_and_silence_too() -> None:
    found = cm.estimate("cop15-kunming")
    emitting = [
        one
        for one in found.workings.factors
        if dict(one.unit.dims).get("co2e", 0) > 0 and not one.co2_only
    ]
    counted = found.boundary.gwp
    assert sum(counted.values()) == len(emitting)
    # flights of DEFRA 2021 and 2022 were added up with AR4; CPCD does not say
    assert counted["AR4"] >= 3 and counted["unknown"] > 10
    assert found.to_dict()["boundary"]["gwp"] == dict(counted)
