"""Warnings in two languages: what was done, but not all of it as it was asked for."""

from __future__ import annotations

import warnings

from carbonmeet.base.text import Message

__all__ = ["Told", "tell"]


class Told(UserWarning):
    """A warning of carbonmeet; the command line says it in the language asked for.

    Attributes
    ----------
    message : Message
        What is said.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(message.get("en"))
        self.message = message


def tell(message: Message) -> None:
    """Warn.

    Examples
    --------
    >>> import warnings
    >>> from carbonmeet.base.text import _
    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     tell(_("none"))
    >>> caught[0].message.message.get("zh")
    '无'
    """
    warnings.warn(Told(message), stacklevel=3)
