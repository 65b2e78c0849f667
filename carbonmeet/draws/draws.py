"""Independent streams of draws, one per named input, and the scenario evaluated on them.

Each input has a stream of its own: a counter-based generator (Philox) whose key is a hash of the
seed and of the input's name, and whose counter is the number of the block. So adding an input, or
moving one in its file, moves no other draw, the same factor in ten lines is one draw, two scenarios
share the draws of the inputs they share, and any block can be drawn by any thread, in any order, to
the same bits.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from carbonmeet.base.errors import MissingExtra, ModelError, did_you_mean, message_of
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _
from carbonmeet.catalogue.pedigree import Pedigree
from carbonmeet.draws.fitting import Known, fitted
from carbonmeet.draws.together import Mix, Pair, mixes_of
from carbonmeet.numbers.distribution import Distribution, distribution_of
from carbonmeet.numbers.factor import Factor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.numbers.number import Number

    Floats: TypeAlias = NDArray[np.float64]

__all__ = [
    "BLOCK",
    "DRAWS",
    "SEED",
    "Plan",
    "blocks_of",
    "choose_distributions",
    "each_block",
    "plan_draws",
    "stream_key",
]

#: Rows of a block. A constant, for another would give other draws.
BLOCK = 1024
#: Numbers in one pass of a thread, and blocks at most: what fits the cache. They change no draw.
CELLS = 200_000
MOST_TOGETHER = 16
#: Draws of a quick estimate, and the seed where nobody gives one.
DRAWS = 1000
SEED = 1

Method = Literal["mc", "sobol"]
Progress = Callable[[int], None]


def blocks_of(count: int) -> int:
    """How many blocks hold `count` draws; the last may be cut short."""
    return -(-count // BLOCK)


@dataclass(frozen=True)
class Plan:
    """Which inputs are drawn, how often, from what, and with which seed.

    Attributes
    ----------
    ids : tuple of str
        The inputs that vary.
    distributions : tuple of Distribution
        Theirs.
    streams : tuple of str
        Names of their streams; by default the ids.
    mixes : tuple
        Rows of inputs that are drawn together with others, and what their normals become.
    """

    ids: tuple[str, ...]
    distributions: tuple[Distribution, ...]
    count: int = DRAWS
    seed: int = SEED
    method: Method = "mc"
    streams: tuple[str, ...] = ()
    mixes: tuple[Mix, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What each input is drawn under; editions of one number share it."""
        return self.streams or self.ids

    @property
    def blocks(self) -> int:
        """How many blocks hold the draws."""
        return blocks_of(self.count)

    @cached_property
    def _keys(self) -> list[NDArray[np.uint64]]:
        return [_key(self.seed, name) for name in self.names]

    def to_dict(self) -> dict[str, Any]:
        """The draws as plain data: whoever has Philox and NumPy's ziggurat draws the same numbers.

        Returns
        -------
        dict
            ``ids`` of what is drawn, the ``key`` of each stream as 32 hexadecimal digits (two
            64-bit words, the lower first, of the bytes as they lie in memory), its distribution
            where that does not follow from value and range of the number, and the ``mixes``: a
            row of normals, and the rows whose sum it becomes, each with its weight.
            The numbers of block b of `BLOCK` start at the counter (0, 0, b, 0).
        """
        return {
            "seed": self.seed,
            "count": self.count,
            "method": self.method,
            "block": BLOCK,
            "ids": list(self.ids),
            "keys": [stream_key(self.seed, name) for name in self.names],
            "distributions": {
                name: one.to_dict()
                for name, one in zip(self.ids, self.distributions, strict=True)
                if one.origin != "range" or one.is_kept
            },
            "mixes": [[row, [list(one) for one in parts]] for row, parts in self.mixes],
        }

    def normals(self, block: int, blocks: int = 1) -> Floats:
        """Standard normals of one block or several, shape (inputs, blocks * `BLOCK`)."""
        z = np.empty((len(self.ids), blocks * BLOCK))
        bits = np.random.Philox(key=0)
        generator = np.random.Generator(bits)
        state = bits.state
        for number in range(blocks):
            # the third word: blocks lie 2^128 numbers apart
            state["state"]["counter"] = np.array([0, 0, block + number, 0], dtype=np.uint64)
            here = z[:, number * BLOCK : (number + 1) * BLOCK]
            for row, key in zip(here, self._keys, strict=True):
                state["state"]["key"] = key
                bits.state = state
                generator.standard_normal(out=row)
        return z

    def sobol_normals(self) -> Iterator[Floats]:
        """Blocks of scrambled Sobol points as standard normals, in order.

        Raises
        ------
        MissingExtra
            If scipy is not installed.
        """
        try:
            from scipy.special import ndtri
            from scipy.stats import qmc
        except ImportError:
            raise MissingExtra(
                _("Sobol points need scipy: pip install 'carbonmeet[uncertainty]'")
            ) from None
        # a dimension of its own for every name, in the order of names
        order, place = np.unique(self.names, return_inverse=True)
        engine = qmc.Sobol(len(order), scramble=True, rng=self.seed)
        tiny = 2.0**-33
        for __ in range(self.blocks):
            points = np.clip(engine.random(BLOCK), tiny, 1 - tiny)
            yield np.ascontiguousarray(ndtri(points).T[place])

    def values(self, normals: Floats) -> Floats:
        """Values of the inputs at standard normals; shape (inputs, k)."""
        x = np.empty_like(normals)
        if self.mixes:
            normals = normals.copy()
        for row, parts in self.mixes:
            normals[row] = sum(weight * normals[other] for other, weight in parts)
        for form, rows, middle, below, above in self._groups:
            z = normals[rows]
            step = above * z
            if not np.array_equal(below, above):
                step += (below - above) * np.minimum(z, 0.0)
            if form == "normal":
                x[rows] = middle + step
            elif form == "lognormal":
                x[rows] = middle * np.exp(step)
            else:
                x[rows] = middle / (middle + (1.0 - middle) * np.exp(-step))
        for row in self._tabulated:
            x[row] = self.distributions[row].at(normals[row])
        return x

    @cached_property
    def _groups(self) -> list[tuple[str, NDArray[np.intp], Floats, Floats, Floats]]:
        groups: list[tuple[str, NDArray[np.intp], Floats, Floats, Floats]] = []
        for form in ("lognormal", "logit-normal", "normal"):
            rows = [
                i
                for i, one in enumerate(self.distributions)
                if one.form == form and not one.is_kept
            ]
            if rows:
                chosen = [self.distributions[i] for i in rows]
                middle, below, above = (
                    np.array([[getattr(one, name)] for one in chosen], dtype=float)
                    for name in ("middle", "below", "above")
                )
                groups.append((form, np.array(rows, dtype=np.intp), middle, below, above))
        return groups

    @cached_property
    def _tabulated(self) -> list[int]:
        formed = {i for _, rows, *_ in self._groups for i in rows.tolist()}
        return [i for i in range(len(self.ids)) if i not in formed]


def _key(seed: int, name: str) -> NDArray[np.uint64]:
    digest = hashlib.blake2b(f"{seed}:{name}".encode(), digest_size=16).digest()
    return np.frombuffer(digest, dtype="<u8").astype(np.uint64)


def stream_key(seed: int, name: str) -> str:
    """The key of a stream as 32 hexadecimal digits."""
    return _key(seed, name).astype("<u8").tobytes().hex()


def choose_distributions(
    inputs: Iterable[Number],
    given: Mapping[str, Distribution] | None = None,
    pedigree: Pedigree | Mapping[str, Pedigree] | None = None,
    divisors: Collection[str] = (),
) -> dict[str, Distribution]:
    """The distribution of every input by id.

    Parameters
    ----------
    given : mapping of str to Distribution, optional
        Written out by the planner, by id, or by key for every row of a key; goes first.
    pedigree : Pedigree or mapping of str to Pedigree, optional
        For factors without a published range: one for all, or by id or key.
    divisors : collection of str
        Ids of the inputs that something is divided by.

    Raises
    ------
    ModelError
        If a name is given that the model does not know, or a distribution that is not one of the
        input's, see `fitted`.
    """
    numbers = list(inputs)
    written, scored = _by_id(numbers, given or {}, pedigree)
    return {
        one.id: _chosen(one, written.get(one.id), scored.get(one.id), one.id in divisors)
        for one in numbers
    }


def _by_id(
    numbers: list[Number],
    given: Mapping[str, Distribution],
    pedigree: Pedigree | Mapping[str, Pedigree] | None,
) -> tuple[dict[str, Distribution], dict[str, Pedigree]]:
    """What is written of each number; what is written under its very id goes first."""
    known = Known(numbers)
    scores = pedigree if isinstance(pedigree, Mapping) else {}
    for name in (*given, *scores):
        if not known.find(name):
            raise ModelError(known.unknown(name))
    written = {one.id: form for name, form in given.items() for one in known.find(name)}
    scored = {one.id: score for name, score in scores.items() for one in known.find(name)}
    if isinstance(pedigree, Pedigree):
        scored = {one.id: pedigree for one in numbers}
    own = {one.id for one in numbers}
    written |= {name: form for name, form in given.items() if name in own}
    scored |= {name: score for name, score in scores.items() if name in own}
    return written, scored


def _chosen(
    one: Number, written: Distribution | None, scores: Pedigree | None, divisor: bool
) -> Distribution:
    if written is not None:
        try:
            return fitted(one, written, divisor=divisor)
        except ModelError as error:
            raise ModelError(
                _("distribution of {id}: {why}", id=one.id, why=message_of(error))
            ) from None
    found = distribution_of(one)
    if not found.is_fixed or scores is None or not isinstance(one, Factor):
        return found
    return scores.around(one.value)


def plan_draws(
    distributions: Mapping[str, Distribution],
    count: int = DRAWS,
    seed: int | None = SEED,
    method: Method = "mc",
    *,
    streams: Mapping[str, str] | None = None,
    ties: Mapping[str, tuple[str, float]] | None = None,
    pairs: Sequence[Pair] = (),
) -> Plan:
    """Plan the draws of the inputs that vary.

    Parameters
    ----------
    seed : int or None
        None takes one from the operating system; it stands in the plan, and in the result.
    streams : mapping of str to str, optional
        Names of the streams of inputs whose id is not what they are drawn under.
    ties : mapping of str to (str, float), optional
        Of inputs that rise or fall with another: its id, and the correlation of their normals.
    pairs : sequence of Pair
        Inputs that the planner says go together.

    Raises
    ------
    ModelError
        If the count or the seed makes no sense, or the pairs contradict each other.
    """
    if not 2 <= count <= 100_000_000:
        raise ModelError(
            _("the number of draws lies between 2 and 100 million: {count}", count=count)
        )
    if method not in ("mc", "sobol"):
        raise ModelError(
            _(
                "no method '{method}'.{hint}",
                method=method,
                hint=did_you_mean(method, ("mc", "sobol")),
            )
        )
    chosen = int.from_bytes(os.urandom(6), "big") if seed is None else seed
    if chosen < 0:
        raise ModelError(_("a seed is 0 or more: {chosen}", chosen=chosen))
    varying = {name: one for name, one in distributions.items() if not one.is_fixed}
    names = tuple((streams or {}).get(name, name) for name in varying)
    ids = tuple(varying)
    mixes = mixes_of(ids, names, ties or {}, pairs)
    return Plan(ids, tuple(varying.values()), count, chosen, method, names, mixes)


def each_block(
    plan: Plan,
    work: Callable[[slice, Floats], None],
    *,
    threads: int | None = None,
    progress: Progress | None = None,
    blocks: int | None = None,
) -> None:
    """Do `work(rows, values)` for every block or run of blocks, on two threads where that pays.

    The order of the runs must not matter to `work`, nor how many blocks are in each.

    Parameters
    ----------
    threads : int, optional
        Default: two where there are two processors.
    blocks : int, optional
        Only the first so many.
    """
    count = plan.blocks if blocks is None else blocks
    done = 0

    def finished(rows: slice) -> None:
        nonlocal done
        done += rows.stop - rows.start
        if progress is not None:
            progress(min(done, plan.count))

    if plan.method == "sobol" and plan.ids:
        for block, normals in zip(range(count), plan.sobol_normals(), strict=False):
            rows = slice(block * BLOCK, (block + 1) * BLOCK)
            work(rows, plan.values(normals))
            finished(rows)
        return

    def run(first: int) -> slice:
        number = min(together, count - first)
        rows = slice(first * BLOCK, (first + number) * BLOCK)
        work(rows, plan.values(plan.normals(first, number)))
        return rows

    # few inputs make small arrays, over which threads would only wait for the interpreter
    together = max(1, min(MOST_TOGETHER, CELLS // (BLOCK * max(1, len(plan.ids)))))
    starts = range(0, count, together)
    workers = min(threads or min(2, os.cpu_count() or 1), len(starts))
    if workers < 2 or count < 4:
        for first in starts:
            finished(run(first))
        return
    _ = plan._keys, plan._groups, plan._tabulated  # filled before threads ask for them
    from concurrent.futures import ThreadPoolExecutor  # not for a run of one block

    with ThreadPoolExecutor(workers) as pool:
        for rows in pool.map(run, starts):
            finished(rows)
