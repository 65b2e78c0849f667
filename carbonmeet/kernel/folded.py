"""A model at many values of a few inputs: whatever does not vary is multiplied out once.

Where the weights do not depend on what varies, the emissions of a line are a constant times a
product of powers of the inputs that vary. Lines of one product add up before any row is worked out,
so that a hundred thousand rows of the people of seventeen groups are one matrix product.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.base.record import dataclass
from carbonmeet.kernel.kernel import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.kernel.products import Floats, Indices

__all__ = ["Folded", "fold"]


@dataclass(frozen=True)
class Folded:
    """The lines of a model by the product of the varying inputs that they hold.

    Attributes
    ----------
    model : Model
    varying : ndarray of int
        Indices of the inputs that vary.
    powers : ndarray of int, shape (products, varying)
        The exponent of each of them in each product.
    product_of : ndarray of int, shape (n,)
        The product of each line.
    """

    model: Model
    varying: Indices
    powers: NDArray[np.int64]
    product_of: Indices

    def constants(self, uptake: Floats | None, inputs: Floats, groups: Floats) -> Floats:
        """What each product is multiplied by.

        Parameters
        ----------
        uptake : ndarray, shape (m,) or (k, m), optional
        inputs : ndarray, shape (k, f)
            Values of all inputs; those that vary do not matter.
        groups : ndarray, shape (g, n)
            Weights of the lines in each sum.

        Returns
        -------
        ndarray, shape (k, products, g)
        """
        x = inputs.copy()
        x[:, self.varying] = 1.0
        kg = self.model.run(uptake, x)
        table = np.zeros((len(kg), len(self.powers), len(groups)))
        for product in range(len(self.powers)):
            lines = np.flatnonzero(self.product_of == product)
            table[:, product] = kg[:, lines] @ groups[:, lines].T
        return table

    def products(self, values: Sequence[Floats] | Floats) -> Floats:
        """The products at values of the varying inputs.

        Parameters
        ----------
        values : ndarray, shape (varying, k), or as many rows

        Returns
        -------
        ndarray, shape (products, k)
        """
        found = np.empty((len(self.powers), len(values[0])))
        for row, powers in zip(found, self.powers.tolist(), strict=True):
            factors = [
                values[column] if power == 1 else values[column] ** power
                for column, power in enumerate(powers)
                if power
            ]
            row[:] = factors[0] if factors else 1.0
            for factor in factors[1:]:
                row *= factor
        return found


def fold(model: Model, varying: Indices) -> Folded | None:
    """A model for rows in which some inputs vary.

    Parameters
    ----------
    model : Model
    varying : ndarray of int
        Indices of the inputs that vary.

    Returns
    -------
    Folded or None
        None where the weights depend on one of them: the kernel has to be asked for every row.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> model = cm.estimate("forum-1500").workings.model
    >>> people = [i for i, one in enumerate(model.inputs) if one.path[-1] == "people"]
    >>> folded = fold(model, np.array(people))
    >>> kg = folded.constants(None, model.values[None], np.ones((1, len(model.lines))))[0]
    >>> total = float((kg.T @ folded.products(model.values[people, None]))[0, 0])
    >>> round(total, 6) == round(float(model.run().sum()), 6)
    True
    """
    place = {int(one): column for column, one in enumerate(varying)}
    inverse = {
        int(one): place[int(row)] for row, one in _reciprocals(model).items() if row in place
    }
    concerned = [*place, *inverse]
    if np.isin(model.coefficients.links, concerned).any():
        return None
    powers = np.zeros((len(model.lines), len(varying)), dtype=np.int64)
    for products in (model.amounts, model.chains):
        for row, link in zip(*np.nonzero(np.isin(products.links, concerned)), strict=True):
            index = int(products.links[row, link])
            sign, column = (1, place[index]) if index in place else (-1, inverse[index])
            powers[products.which == row, column] += sign
    distinct, product_of = np.unique(powers, axis=0, return_inverse=True)
    return Folded(model, np.asarray(varying), distinct, product_of.reshape(-1))


def _reciprocals(model: Model) -> dict[int, int]:
    """Where the reciprocal of each divisor stands in ``[x, 1/x, 1]``."""
    first = len(model.inputs)
    return {int(row): first + at for at, row in enumerate(model.divisors)}
