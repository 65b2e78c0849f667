"""What a planner leaves out on purpose: in words, and with its estimated size where it has one."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Tag, model_validator

from carbonmeet.base.text import Label, _
from carbonmeet.reading.amount import AnyProduct
from carbonmeet.reading.schema import Strict
from carbonmeet.reading.textfields import LabelField

__all__ = ["Excluded", "Exclusion", "label_of"]


class Exclusion(Strict):
    """Something left out whose size is estimated all the same.

    Attributes
    ----------
    what, why : label
        What is left out, and the reason.
    amount : amount
        How much of it there is.
    chain : list of str
        Factors that price one unit of it.
    """

    what: LabelField
    why: LabelField | None = None
    amount: AnyProduct | None = None
    chain: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Exclusion:
        if (self.amount is None) != (not self.chain):
            raise ValueError(_("'amount' and 'chain' go together: the size of what is left out"))
        return self


def _kind(raw: Any) -> str:
    """Whether a label stands alone: half of the one and half of the other is no label."""
    alone = not isinstance(raw, dict) or bool({"en", "zh"} & raw.keys())
    return "label" if alone and not isinstance(raw, Exclusion) else "exclusion"


#: As a file says it: a label alone, or with what it comes to.
Excluded: TypeAlias = Annotated[
    Annotated[LabelField, Tag("label")] | Annotated[Exclusion, Tag("exclusion")],
    Discriminator(_kind),
]


def label_of(one: Label | Exclusion) -> Label:
    """What is left out, in words."""
    return one.what if isinstance(one, Exclusion) else one
