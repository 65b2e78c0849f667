"""Fit growth curves to the natural regrowth of some countries in the GROA database.

One-off: it made the numbers of ``factors/stands.csv`` and ``factors/stand_parameters.csv`` whose
stand is called regrowth. Two files of the database are wanted (they are not shipped here;
CC-BY-4.0, Cook-Patton et al. 2020, https://github.com/forc-db/GROA)::

    python tools/fit_regrowth.py data/biomass_litter_CWD.csv data/sites.csv

What is kept: spontaneous natural regeneration (SNR) of every species, above-ground biomass with or
without understorey, ages above 0 to 100 years, plots with one value at an age. Chapman-Richards
with m = 2. The interval is a bootstrap over sites and not over plots: plots of one site, and the
years in which one plot was measured again, are no independent witnesses. Countries are named that
have 150 plots or more and of whose biomass age explains a quarter; the United States without
Hawaii and Puerto Rico.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from fit_yunnan_pine import ASYMPTOTE_LIMIT, CURVES, DRAWS, SEED

COUNTRIES = ("United States", "Brazil", "Costa Rica")
ABOVE = ("aboveground_biomass", "aboveground_biomass + understory_biomass")


def load(biomass_csv: str, sites_csv: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Above-ground plots, and below-ground values of the same plots and ages."""
    rows = pd.read_csv(biomass_csv, encoding="latin1", low_memory=False)
    sites = pd.read_csv(sites_csv, encoding="latin1", low_memory=False)
    rows = rows[rows["refor.type"] == "SNR"].merge(
        sites[["site.id", "site.country", "lat_dec"]], on="site.id", how="left"
    )
    # Hawaii and Puerto Rico are tropical
    rows = rows[(rows["site.country"] != "United States") | (rows["lat_dec"] > 24)]
    rows["age"] = pd.to_numeric(rows["stand.age"], errors="coerce")
    rows["mass"] = pd.to_numeric(rows["mean_ha"], errors="coerce")
    rows = rows.dropna(subset=["age", "mass"])
    above = rows[rows["variables.name"].isin(ABOVE) & (rows["mass"] > 0)]
    above = above[(above["age"] > 0) & (above["age"] <= 100)]
    above = above.drop_duplicates(["plot.id", "age", "mass"])
    alone = above.groupby(["plot.id", "age"])["mass"].transform("size") == 1
    below = rows[rows["variables.name"] == "belowground_biomass"]
    return above[alone], below[["plot.id", "age", "mass"]]


def report(name: str, plots: pd.DataFrame, below: pd.DataFrame) -> None:
    """Fit the curve, bootstrap it over sites, and print what the catalogue needs."""
    curve = CURVES[0]
    age, mass = plots["age"].to_numpy(float), plots["mass"].to_numpy(float)
    best = curve.fit(age, mass)
    residual = mass - curve.function(age, *best)
    sites = plots["site.id"].to_numpy()
    places = {site: np.flatnonzero(sites == site) for site in np.unique(sites)}
    rng, draws = np.random.default_rng(SEED), []
    for _ in range(DRAWS):
        pick = np.concatenate([places[x] for x in rng.choice(list(places), len(places))])
        try:
            draws.append(curve.fit(age[pick], mass[pick], best))
        except RuntimeError:  # a resample without a curve in it
            continue
    sample, young = np.array(draws), age <= 30
    at20 = np.array([curve.function(np.array([20.0]), *row)[0] for row in sample])
    share = 1 - (residual**2).sum() / ((mass - mass.mean()) ** 2).sum()
    print(f"{name}: n = {len(age)}, {len(places)} sites, ages {age.min():g}-{age.max():g}", end=" ")
    print(f"in {plots['study.id'].nunique()} studies")
    print(f"  A, k             {np.round(best, 4)}")
    print(f"  95 % low, high   {np.round(np.percentile(sample, [2.5, 97.5], axis=0), 4).tolist()}")
    print(f"  at the limit     {(sample[:, 0] > ASYMPTOTE_LIMIT - 1).mean():.1%} of draws")
    print(f"  corr(ln A, ln k) {np.corrcoef(np.log(sample).T)[0, 1]:.3f}   R2 {share:.2f}")
    print(f"  RMSE             {np.sqrt((residual**2).mean()):.1f} t d.m./ha")
    print(f"  RMSE, age <= 30  {np.sqrt((residual[young] ** 2).mean()):.1f} (n = {young.sum()})")
    print(f"  B(20)            {curve.function(np.array([20.0]), *best)[0]:.1f}", end=" ")
    print(np.round(np.percentile(at20, [2.5, 97.5]), 1))
    both = plots.merge(below, on=["plot.id", "age"], suffixes=("", "_below"))
    ratio = both["mass_below"] / both["mass"]
    tenths = ratio.quantile([0.1, 0.9]).round(3).tolist()
    print(f"  root to shoot    {ratio.median():.3f} {tenths} (n = {len(both)})")


def main() -> None:
    """Print the fits behind every stand that is called regrowth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("biomass_csv")
    parser.add_argument("sites_csv")
    given = parser.parse_args()
    above, below = load(given.biomass_csv, given.sites_csv)
    for country in COUNTRIES:
        report(country, above[above["site.country"] == country], below)


if __name__ == "__main__":
    main()
