"""Options and output that several commands share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from carbonmeet.errors import CarbonmeetError

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue

F = TypeVar("F", bound=Callable[..., Any])

__all__ = ["catalogue_of", "emit", "factors_option", "lang_option", "output_option", "write_whole"]


def lang_option(command: F) -> F:
    """``--lang``: the language of names and headings."""
    return click.option(
        "--lang", type=click.Choice(["en", "zh"]), default="en", help="Language of the output."
    )(command)


def factors_option(command: F) -> F:
    """``--factors``: a folder of the user's own numbers."""
    return click.option(
        "--factors",
        "folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder of CSV files with your own factors; they rank first.",
    )(command)


def output_option(command: F) -> F:
    """``-o``: a file instead of the screen."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write to this file instead of the screen.",
    )(command)


def catalogue_of(folder: Path | None) -> Catalogue:
    """The shipped catalogue, with the user's own folder first."""
    from carbonmeet.catalogue import load_catalogue

    return load_catalogue(folder)


def emit(text: str, output: Path | None) -> None:
    """Print, or write a file whole."""
    if output is None:
        click.echo(text)
    else:
        write_whole(output, (text.rstrip("\n") + "\n").encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    CarbonmeetError
        If it cannot be written.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise CarbonmeetError(f"cannot write {path}: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise CarbonmeetError(f"cannot write {path}: {error.strerror}") from None
