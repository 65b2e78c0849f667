"""Fit growth curves to the Yunnan plots of the GROA database.

One-off: it made the numbers of ``factors/stands.csv`` and ``factors/stand_parameters.csv``
that name GROA as their source. Two files of the database are wanted (they are not shipped
here; CC-BY-4.0, Cook-Patton et al. 2020, https://github.com/forc-db/GROA)::

    python tools/fit_yunnan_pine.py data/biomass_litter_CWD.csv data/sites.csv

What is kept: study 11419 (Guo & Ren 2014), total living biomass = above ground with
understorey + below ground, and only sites that report one row at an age, because several rows
at one age are species fragments of a mixed plot. "In Yunnan" means a site named so whose
coordinates also lie in 21-29.5 N, 97-107 E.

The interval is a bootstrap over plots (pairs of age and biomass are drawn together), so the
printed correlation of ln A and ln k belongs to the curve and must be used with it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import curve_fit

Array = NDArray[np.float64]
STUDY = "11419"
ASYMPTOTE_LIMIT = 900.0  # t d.m./ha: a bootstrap draw that runs away is stopped here
DRAWS = 2000
SEED = 20211011


def chapman_richards(age: Array, a: float, k: float) -> Array:
    """Chapman-Richards with m = 2, the form of Bukoski et al. (2022)."""
    return np.asarray(a * (1 - np.exp(-k * age)) ** 2)


def logistic(age: Array, a: float, k: float, b: float) -> Array:
    """Logistic, less its value at age 0."""
    return np.asarray(a / (1 + b * np.exp(-k * age)) - a / (1 + b))


def gompertz(age: Array, a: float, k: float, b: float) -> Array:
    """Gompertz, less its value at age 0."""
    return np.asarray(a * np.exp(-b * np.exp(-k * age)) - a * np.exp(-b))


@dataclass(frozen=True)
class Curve:
    """A function to fit, where to start and where to stop."""

    name: str
    function: Callable[..., Array]
    start: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def fit(self, age: Array, biomass: Array, start: Array | None = None) -> Array:
        """Return the least-squares parameters."""
        found, _ = curve_fit(
            self.function,
            age,
            biomass,
            p0=self.start if start is None else start,
            bounds=(self.low, self.high),
        )
        return np.asarray(found)


CURVES = (
    Curve("chapman-richards m=2", chapman_richards, (150, 0.04), (1, 0.002), (900, 0.5)),
    Curve("logistic", logistic, (110, 0.1, 10), (1, 0.01, 1.5), (900, 0.6, 200)),
    Curve("gompertz", gompertz, (110, 0.06, 4), (1, 0.01, 1.2), (900, 0.5, 30)),
)


def load(biomass_csv: str, sites_csv: str) -> pd.DataFrame:
    """Return one row a plot: species, age, above, below, total, in_yunnan."""
    rows = pd.read_csv(biomass_csv, encoding="latin1", low_memory=False)
    rows = rows[rows["study.id"].astype(str) == STUDY].copy()
    rows["species"] = rows["species"].fillna("mixed")
    pool = {
        "aboveground_biomass + understory_biomass": "above",
        "belowground_biomass": "below",
    }
    rows["pool"] = rows["variables.name"].map(pool)
    key = ["plot.id", "site.id", "sites.sitename", "species", "stand.age"]
    plots = rows.pivot_table(index=key, columns="pool", values="mean_ha").reset_index()
    plots["alone"] = plots.groupby(["site.id", "stand.age"])["plot.id"].transform("size") == 1
    sites = pd.read_csv(sites_csv, encoding="latin1").drop_duplicates("site.id")
    plots = plots.merge(sites[["site.id", "lat_dec", "long_dec"]], on="site.id", how="left")
    plots["in_yunnan"] = (
        plots["sites.sitename"].str.contains("Yunnan")
        & plots["lat_dec"].between(21, 29.5)
        & plots["long_dec"].between(97, 107)
    )
    plots["total"] = plots["above"] + plots["below"]
    plots["age"] = pd.to_numeric(plots["stand.age"])
    return plots[plots["alone"]].dropna(subset=["total", "age"])


def report(name: str, plots: pd.DataFrame, curve: Curve) -> None:
    """Fit one curve, bootstrap it and print what the catalogue needs."""
    age, total = plots["age"].to_numpy(float), plots["total"].to_numpy(float)
    best = curve.fit(age, total)
    residual = total - curve.function(age, *best)
    young = age <= 30
    rng = np.random.default_rng(SEED)
    draws = []
    for _ in range(DRAWS):
        pick = rng.integers(0, len(age), len(age))
        try:
            draws.append(curve.fit(age[pick], total[pick], best))
        except RuntimeError:  # a resample without a curve in it
            continue
    sample = np.array(draws)
    at20 = np.array([curve.function(np.array([20.0]), *row)[0] for row in sample])
    logs = np.log(sample[:, :2])
    share = 1 - (residual**2).sum() / ((total - total.mean()) ** 2).sum()
    print(f"{name}: {curve.name}, n = {len(age)}, ages {age.min():.0f}-{age.max():.0f}")
    print(f"  best             {np.round(best, 4)}")
    print(f"  95 % low, high   {np.round(np.percentile(sample, [2.5, 97.5], axis=0), 4).tolist()}")
    print(f"  at the limit     {(sample[:, 0] > ASYMPTOTE_LIMIT - 1).mean():.1%} of draws")
    print(f"  corr(ln A, ln k) {np.corrcoef(logs.T)[0, 1]:.3f}   R2 {share:.2f}")
    print(f"  sd of ln A, ln k {np.round(logs.std(axis=0), 3)}")
    print(f"  sd of ln B(20)   {np.log(at20).std():.3f}")
    print(f"  RMSE             {np.sqrt((residual**2).mean()):.1f} t d.m./ha")
    print(f"  RMSE, age <= 30  {np.sqrt((residual[young] ** 2).mean()):.1f} (n = {young.sum()})")
    print(f"  B(20)            {curve.function(np.array([20.0]), *best)[0]:.2f}", end=" ")
    print(np.round(np.percentile(at20, [2.5, 97.5]), 1))
    ratio = plots["below"] / plots["above"]
    print(f"  root to shoot    {ratio.median():.3f} {ratio.quantile([0.1, 0.9]).round(3).tolist()}")


def main() -> None:
    """Print the fits behind every stand that names GROA."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("biomass", help="biomass_litter_CWD.csv of the GROA database")
    parser.add_argument("sites", help="sites.csv of the GROA database")
    arguments = parser.parse_args()
    plots = load(arguments.biomass, arguments.sites)
    species = plots["species"].str
    pine = plots[species.startswith("Pinus yunnanensis") & plots["in_yunnan"]]
    for curve in CURVES:
        report("yunnan-pine", pine, curve)
    others = {
        "yunnan-forest": plots[plots["in_yunnan"]],
        "yunnan-oak": plots[species.startswith("Quercus") & plots["in_yunnan"]],
        "masson-pine": plots[species.startswith("Pinus massoniana")],
        "chinese-fir": plots[species.startswith("Cunninghamia lanceolata")],
        "spruce": plots[species.startswith("Picea asperata")],
    }
    for name, subset in others.items():
        report(name, subset, CURVES[0])


if __name__ == "__main__":
    main()
