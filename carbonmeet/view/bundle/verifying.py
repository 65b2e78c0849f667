"""A saved result, of whatever form, checked by working it out again."""

from __future__ import annotations

import os

from carbonmeet.answer import Answer
from carbonmeet.answer.saved import bytes_of, result_of
from carbonmeet.audit.archive import verify_archive
from carbonmeet.audit.verification import Verification, checked, unknown_parts, unreadable
from carbonmeet.base.errors import CarbonmeetError, message_of
from carbonmeet.base.given import refuse_other
from carbonmeet.version import __version__

__all__ = ["verify"]


def verify(result: str | os.PathLike[str] | Answer) -> Verification:
    """Work a saved result out again from its own content, and say whether it is the same.

    Parameters
    ----------
    result : path-like or Answer
        JSON of `Answer.save` or ``carbonmeet estimate --format json``, a bundle for an auditor, or
        an answer.

    Returns
    -------
    Verification
        `same` is True where every number follows from the scenario and the rows in the result. That
        the catalogue or the program here is another is told among the findings, and is not wrong.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> answer = cm.estimate("forum-1500")
    >>> cm.verify(answer).same
    True
    >>> from dataclasses import replace
    >>> less = replace(answer, saving=replace(answer.saving, value=1000.0))
    >>> [one.path for one in cm.verify(less).findings]
    ['saving.value']
    """
    if isinstance(result, Answer):
        return checked(result, result.scenario.name)
    refuse_other(result, (str, os.PathLike, Answer), "result")
    name = os.fspath(result)
    if name.lower().endswith(".zip"):
        from carbonmeet.view.bundle.members import held_against_the_result

        return verify_archive(name, held_against_the_result)
    try:
        text = bytes_of(name)
        saved = result_of(text, name, strict=False)
    except CarbonmeetError as error:
        return unreadable(name, message_of(error))
    wrong = saved.carbonmeet == __version__
    beside = unknown_parts(saved, text, name, wrong=wrong)
    return checked(saved, name, beside)
