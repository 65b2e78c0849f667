"""Carbon against age, and the files that hold the stands."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError, FactorNotFound, InputError
from carbonmeet.draws.draws import plan_draws
from carbonmeet.forest.growth import CURVES, gompertz, logistic, yield_table
from carbonmeet.forest.stand import co2_stock
from carbonmeet.forest.stands import find_stand, read_stands
from carbonmeet.numbers.distribution import distribution_of
from carbonmeet.numbers.number import Number
from carbonmeet.numbers.vector import Vector
from carbonmeet.units import CO2_PER_C, DIMENSIONLESS

GOLDEN = yaml.safe_load((Path(__file__).parent / "golden" / "offset.yaml").read_text("utf-8"))
STANDS = read_stands()


def test_carbon_to_co2_is_an_identity() -> None:
    assert CO2_PER_C == 44 / 12


@pytest.mark.parametrize("case", GOLDEN["growth"], ids=lambda case: case["curve"])
def test_growth_curves_hit_published_points(case: dict) -> None:
    found = CURVES[case["curve"]](case["age"], **case["parameters"])
    assert round(float(found), case["digits"]) == case["value"]


@pytest.mark.parametrize("key", STANDS)
def test_no_stand_holds_carbon_on_the_day_of_planting(key: str) -> None:
    stand = STANDS[key]
    stock = stand.stock(np.arange(0, 100))
    assert stock[0] == 0
    felled = {round(age) - 1 for age, _ in stand.cuts}
    assert {year for year, step in enumerate(np.diff(stock)) if step < 0} == felled


@given(st.floats(1, 900), st.floats(1.1, 100), st.floats(0.01, 0.5))
def test_s_curves_start_at_zero_and_rise_to_their_top(a: float, b: float, k: float) -> None:
    assert abs(float(logistic(0, a, b, k))) < 1e-12 * a
    assert float(logistic(2000, a, b, k)) == pytest.approx(a - a / (1 + b))
    assert abs(float(gompertz(0, a, b, k))) < 1e-12 * a
    assert float(gompertz(2000, a, b, k)) == pytest.approx(a - a * np.exp(-b))


def test_yield_table_is_the_integral_of_its_increments() -> None:
    ages, rates = [0, 5, 10, 15], [0.5, 3.12, 6.27, 7.3]
    fine = np.linspace(0, 13.7, 200001)
    numeric = np.trapezoid(np.interp(fine, ages, rates), fine)
    assert float(yield_table(13.7, ages, rates)) == pytest.approx(numeric, rel=1e-8)


def test_a_thinning_takes_its_share_of_what_stands() -> None:
    """The larch of Weichang: increments and thinnings of table 1 of Jia and others 2016."""
    larch = STANDS["larch-weichang"]
    theta = larch.mean().theta
    whole = {name: theta[name] for name in ("ages", "increments")}
    kept = float(yield_table(14, **whole)) * 0.6
    assert float(yield_table(14, **theta)) == pytest.approx(kept)
    kept = (kept + float(yield_table(21, **whole) - yield_table(14, **whole))) * 0.6
    assert float(yield_table(21, **theta)) == pytest.approx(kept)
    # m3/ha, by hand from straight lines between the increments
    assert yield_table([20, 30, 50], **theta) == pytest.approx([79.0, 106.6, 76.1], abs=0.1)
    assert yield_table([20, 30, 50], **whole) == pytest.approx([102.7, 164.7, 240.45], abs=0.1)


def test_volume_route_and_biomass_route_agree_where_their_parameters_do() -> None:
    pine = STANDS["yunnan-pine"]
    numbers = {"D": 0.43, "BEF": 1.3, "R": 0.156}
    stems = numbers["D"] * numbers["BEF"] * (1 + numbers["R"])
    changed = dict(pine.parameters)
    changed["A"] = replace(pine.parameters["A"], value=pine.parameters["A"].value / stems)
    for name, value in numbers.items():
        changed[name] = Number(("stands", "test", name), value, DIMENSIONLESS)
    volume = replace(pine, route="volume", parameters=changed)
    ages = np.arange(0, 81)
    assert volume.stock(ages) == pytest.approx(pine.stock(ages), rel=1e-12)


def test_above_ground_route_adds_the_roots_once() -> None:
    mountain = STANDS["ipcc-subtropical-mountain"]
    assert mountain.stock([10])[0] == pytest.approx(50 * 1.27 * 0.47 * 44 / 12)


@pytest.mark.parametrize("case", GOLDEN["tier_1"], ids=lambda case: case["stand"])
def test_ipcc_rivals(case: dict) -> None:
    per_mu = STANDS[case["stand"]].stock([1])[0] / 15
    assert round(float(per_mu), 2) == case["rate"]


def test_draws_keep_the_median_the_range_and_the_correlation() -> None:
    pine = STANDS["yunnan-pine"]
    vector = Vector(pine.parameters.values())
    chosen = {one.id: distribution_of(one) for one in vector.numbers}
    plan = plan_draws(chosen, 40_000, 4, ties=vector.ties)
    values = plan.values(plan.normals(0, plan.blocks))
    named = {name.rpartition(".")[2]: row for name, row in zip(plan.ids, values, strict=True)}
    drawn = pine.at(named)
    a, k = (np.log(drawn.theta[name][:, 0]) for name in ("A", "k"))
    assert np.median(a) == pytest.approx(np.log(128.7), abs=0.01)
    assert np.corrcoef(a, k)[0, 1] == pytest.approx(pine.correlation, abs=0.01)
    low, high = np.exp(np.percentile(a, [2.5, 97.5]))
    assert high / low == pytest.approx(202.3 / 95.9, rel=0.03)
    # the bootstrap of the fit gives ln B(20) a standard deviation of 0.108; CF adds a little
    at_20 = co2_stock(drawn, [20])[:, 0]
    assert np.log(at_20).std() == pytest.approx(np.hypot(0.108, 0.037), rel=0.06)


def test_draws_have_one_row_each_and_broadcast_over_years() -> None:
    pine = STANDS["yunnan-pine"]
    drawn = pine.at({"A": np.full(7, pine.parameters["A"].value)})
    assert co2_stock(drawn, np.arange(30)).shape == (7, 30)
    assert co2_stock(drawn, [20]) == pytest.approx(np.full((7, 1), pine.stock(20)[0]))


def test_a_stand_has_only_its_own_parameters() -> None:
    with pytest.raises(CarbonmeetError, match="has no parameter 'b'"):
        STANDS["yunnan-pine"].at({"b": np.zeros(3)})


def test_scatter_of_plots_is_kept_apart_from_the_curve() -> None:
    pine = STANDS["yunnan-pine"]
    assert pine.scatter(20) == pytest.approx(30.0 / 43.55, rel=1e-3)
    assert pine.scatter(60) == pytest.approx(45.6 * 0.47 * CO2_PER_C / pine.stock(60)[0], rel=1e-9)
    assert STANDS["ipcc-subtropical-humid"].scatter(20) is None


def test_unknown_stand_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(FactorNotFound, match="Did you mean 'yunnan-pine'"):
        find_stand(STANDS, "yunan-pine")


def test_every_number_has_unit_source_and_an_honest_grade() -> None:
    with (data_dir("factors") / "sources.csv").open(encoding="utf-8", newline="") as file:
        known = {row["key"] for row in csv.DictReader(file)}
    for stand in STANDS.values():
        for number in stand.numbers:
            assert number.reference in known, f"{number.id} cites {number.reference}"
            assert number.unit and (number.locator or number.basis == "assumed")


def write(folder: Path, stand: str, numbers: str) -> Path:
    names = (data_dir("factors") / "stands.csv").read_text("utf-8").splitlines()[0]
    fields = (data_dir("factors") / "stand_parameters.csv").read_text("utf-8").splitlines()[0]
    (folder / "stands.csv").write_text(f"{names}\n{stand}\n", "utf-8")
    (folder / "stand_parameters.csv").write_text(f"{fields}\n{numbers}\n", "utf-8")
    return folder


def test_a_stand_of_ones_own_needs_no_code(tmp_path: Path) -> None:
    row = "alder,Alder,桤木,Alnus nepalensis,CN-YN,plantation,linear,co2,0,,,,,,,,,own plots"
    rate = "alder,rate,,9,7,11,t CO2/ha/year,own,plot book,primary,"
    stand = read_stands(write(tmp_path, row, rate))["alder"]
    assert stand.stock([10])[0] == 90


@pytest.mark.parametrize(
    ("stand", "numbers", "message"),
    [
        ("x,X,,,CN,natural,linaer,co2,0" + "," * 9, "x,rate,,9,,,t,own,p,primary,", "'linear'"),
        ("x,X,,,CN,natural,linear,biomass,0" + "," * 9, "x,rate,,9,,,t,own,p,primary,", "CF"),
        ("x,X,,,CN,natural,linear,co2,0" + "," * 9, "x,rate,,9,10,12,t,own,p,primary,", "contain"),
        ("x,X,,,CN,natural,linear,co2,0" + "," * 9, "x,rate,,9,,,t,own,p,assumed,", "reason"),
        ("x,X,,,CN,natural,linear,co2,0" + "," * 9, "x,rate,,-9,,,t,own,p,primary,", "positive"),
        ("x,X,,,CN,natural,linear,co2,0" + "," * 9, "y,rate,,9,,,t,own,p,primary,", "no stand"),
        ("x,X,,,CN,natural,linear,co2,0,,,,,,,,z,", "x,rate,,9,,,t,own,p,primary,", "no rival"),
    ],
)
def test_faults_in_a_stand_file(tmp_path: Path, stand: str, numbers: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_stands(write(tmp_path, stand, numbers))


@pytest.mark.filterwarnings("ignore")  # libcbm warns about the Linux distribution
def test_live_biomass_agrees_with_libcbm() -> None:
    """The same yearly increments through CBM-CFS3 give the same live carbon.

    An optional extra: ``pip install libcbm``. It checks the bookkeeping, not the growth curve.
    """
    cbm = pytest.importorskip("libcbm.model.cbm_exn.cbm_exn_model")
    pd = pytest.importorskip("pandas")
    parameters = pytest.importorskip("libcbm.model.cbm_exn.cbm_exn_parameters")
    resources = pytest.importorskip("libcbm.resources")

    years, root_to_shoot = 60, 0.156
    ours = STANDS["yunnan-pine"].stock(np.arange(years + 1)) / CO2_PER_C
    above = np.diff(ours) / (1 + root_to_shoot)
    folder = resources.get_cbm_exn_parameters_dir()
    roots = parameters.parameters_factory(folder, None).get_root_parameters()
    roots = pd.DataFrame([{"id": 1, **roots, "sw_a": root_to_shoot}])
    land = {
        "age": 0,
        "area": 1.0,
        "delay": 0,
        "return_interval": 1,
        "min_rotations": 1,
        "max_rotations": 1,
        "spatial_unit_id": 1,
        "species": 11,
        "sw_hw": 0,
        "mean_annual_temperature": 15.0,
        "historical_disturbance_type": 1,
        "last_pass_disturbance_type": 1,
    }
    nothing = [
        {"row_idx": 0, "age": age, "merch_inc": 0.0, "foliage_inc": 0.0, "other_inc": 0.0}
        for age in (1, 2)
    ]
    live = ["Merch", "Foliage", "Other", "CoarseRoots", "FineRoots"]
    theirs = [0.0]
    with cbm.initialize(parameters={"root_parameters": roots}) as model:
        state = model.spinup(
            {"parameters": pd.DataFrame([land]), "increments": pd.DataFrame(nothing)}
        )
        for growth in above:
            state["parameters"]["disturbance_type"] = 0
            state["parameters"]["mean_annual_temperature"] = 15.0
            for pool, share in (("merch", 0.6), ("foliage", 0.1), ("other", 0.3)):
                state["parameters"][f"{pool}_inc"] = share * growth
            state = model.step(state)
            theirs.append(float(state["pools"][live].sum(axis=1).iloc[0]))
    assert np.array(theirs) == pytest.approx(ours, rel=1e-9)
