"""A model whose mean and standard deviation are known exactly: six products of independent inputs.

The emission of each source is a normal amount times a lognormal factor. Made up for the test; the
mean and sd of a product of independent variables follow from theirs:

    E = sum a f,    Var = sum (a^2 + s_a^2) (f^2 + s_f^2) - a^2 f^2
"""

from __future__ import annotations

import math

from carbonmeet.base.text import Label
from carbonmeet.kernel import Model, compile_model
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.distribution import Distribution, read_distribution
from carbonmeet.numbers.number import Number
from carbonmeet.units import parse_unit

#: Source, amount and its sd (items), factor and its sd (kg CO2e per item).
SOURCES = (
    ("transport.air", 5_200_000.0, 520_000.0, 0.15, 0.045),
    ("transport.rail", 900_000.0, 60_000.0, 0.035, 0.008),
    ("lodging", 9_000.0, 700.0, 22.0, 9.0),
    ("catering", 24_000.0, 2_400.0, 2.6, 0.7),
    ("venue.power", 310_000.0, 15_000.0, 0.12, 0.02),
    ("waste", 18_000.0, 4_000.0, 0.55, 0.3),
)
MEAN = sum(a * f for _, a, _, f, _ in SOURCES)
SD = math.sqrt(sum((a * a + s * s) * (f * f + t * t) - a * a * f * f for _, a, s, f, t in SOURCES))


def six_sources() -> tuple[Model, dict[str, Distribution]]:
    """The model, and the distributions of its twelve inputs."""
    item, per_item = parse_unit("item"), parse_unit("kg CO2e / item")
    activities, distributions = [], {}
    for source, amount, amount_sd, factor, factor_sd in SOURCES:
        path = tuple(source.split("."))
        count = Number((*path, "amount"), amount, item, stream=f"{source} amount")
        price = Number((*path, "factor"), factor, per_item, stream=f"{source} factor")
        distributions[count.id] = read_distribution(
            {"form": "normal", "mean": amount, "sd": amount_sd}
        )
        distributions[price.id] = read_distribution(
            {"form": "lognormal", "mean": factor, "sd": factor_sd}
        )
        activities.append(Activity(source, "p", Label(source), ((count, 1),), item, ((price, 1),)))
    return compile_model(activities), distributions
