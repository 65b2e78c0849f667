"""The house rules that no type checker knows."""

from __future__ import annotations

import ast
import functools
import inspect
import re
from collections.abc import Callable, Iterator

import pytest
from modules import PACKAGE, trees

import carbonmeet
import carbonmeet.answer
import carbonmeet.view.faces
import carbonmeet.view.figures

#: library → the only modules that may import it
HOME = {
    "pint": ["units/"],
    "yaml": ["reading/"],
    "click": ["cli/"],
    "matplotlib": ["view/figures/"],
    "jinja2": ["view/faces/"],
    "docx": ["view/faces/"],
    "xlsxwriter": ["view/faces/"],
}
NETWORK = {"socket", "urllib", "http", "requests", "httpx", "ftplib", "aiohttp"}

#: What a user may call: the public names, and those of the public modules.
PUBLIC = [
    name
    for module, names in (
        ("", carbonmeet.__all__),
        ("charts.", carbonmeet.view.figures.__all__),
        ("report.", carbonmeet.view.faces.__all__),
    )
    for name in (module + one for one in names)
    if callable(functools.reduce(getattr, name.split("."), carbonmeet))
]


def imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_libraries_stay_in_their_rooms_and_nothing_reaches_for_the_network() -> None:
    strays = []
    for name, tree in trees().items():
        found = imports(tree)
        rooms = {one: tuple(homes) for one, homes in HOME.items() if one in found}
        strays += [f"{one} in {name}" for one, homes in rooms.items() if not name.startswith(homes)]
        strays += [f"{one} in {name}" for one in sorted(found & NETWORK)]
    assert strays == []


def test_pandas_is_imported_where_it_is_used() -> None:
    """At the top of a module it would be paid for by every command."""
    assert not [
        name
        for name, tree in trees().items()
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom) and "pandas" in imports(node)
    ]


def test_public_names_say_what_they_do() -> None:
    silent = []
    for name, tree in trees().items():
        if name != "__main__.py" and not ast.get_docstring(tree):
            silent.append(name)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                silent += [] if ast.get_docstring(node) else [f"{name}: {node.name}"]
    assert silent == []


@pytest.mark.parametrize("name", PUBLIC)
def test_public_names_show_how_they_are_used(name: str) -> None:
    """By an example that the doctests run."""
    thing = functools.reduce(getattr, name.split("."), carbonmeet)
    assert ">>>" in (inspect.getdoc(thing) or ""), f"cm.{name} has no example"


#: Functions that have an answer to whatever they are given.
_ANSWER_ALL = {"airport_of", "find_place", "verify"}


def test_public_functions_say_what_they_take_give_and_refuse() -> None:
    lacking = []
    for name in PUBLIC:
        thing = functools.reduce(getattr, name.split("."), carbonmeet)
        if not inspect.isclass(thing):
            told = inspect.getdoc(thing) or ""
            wanted = ["Returns"] + ["Parameters"] * bool(inspect.signature(thing).parameters)
            wanted += ["Raises"] * (name not in _ANSWER_ALL)
            lacking += [f"{name}: {one}" for one in wanted if f"\n{one}\n---" not in told]
    assert lacking == []


def _methods() -> Iterator[tuple[str, Callable[..., object]]]:
    """Functions of the public modules, and methods of the public classes, each once."""
    rooms = (carbonmeet, carbonmeet.charts, carbonmeet.report, carbonmeet.hostcity)
    found: dict[object, tuple[str, Callable[..., object]]] = {}
    for room in (*rooms, carbonmeet.answer):
        for name in room.__all__:
            thing = getattr(room, name)
            own = thing.__mro__ if inspect.isclass(thing) else ()
            held = [one for cls in own if cls.__module__[:10] == "carbonmeet" for one in vars(cls)]
            methods = [getattr(thing, one) for one in held if not one.startswith("_")]
            for one in (thing, *methods):
                method = inspect.isfunction(one) or inspect.ismethod(one)
                if method and one.__name__[0] != "_":
                    found[getattr(one, "__func__", one)] = one.__qualname__, one
    yield from found.values()


def test_public_methods_say_what_they_take_give_and_refuse() -> None:
    """Every parameter and no other; what is given; and where they raise, what."""
    lacking = []
    for name, method in _methods():
        told, signature = inspect.getdoc(method) or "", inspect.signature(method)
        section = re.search(r"\nParameters\n-+\n(.*?)(?=\n\n\w+\n---|\Z)", told, re.S)
        heads = re.findall(r"^\S.*", section[1], re.M) if section else []
        listed = re.findall(r"\w+", " ".join(one.partition(" : ")[0] for one in heads))
        if sorted(listed) != sorted({*signature.parameters} - {"self", "cls"}):
            lacking.append(f"{name}: Parameters")
        sections = ["Returns"] * (signature.return_annotation not in (None, "None"))
        sections += ["Raises"] * ("raise " in inspect.getsource(method))
        lacking += [f"{name}: {one}" for one in sections if f"\n{one}\n---" not in told]
    assert lacking == []


def test_public_api_is_pinned() -> None:
    assert carbonmeet.__all__ == sorted(carbonmeet.__all__)
    assert carbonmeet.__all__ == [
        "Answer",
        "CarbonmeetError",
        "Catalogue",
        "Factor",
        "InputError",
        "Model",
        "Number",
        "Scenario",
        "account",
        "airport_of",
        "beats",
        "charts",
        "compare",
        "diff",
        "difference",
        "draws_table",
        "estimate",
        "find_place",
        "hostcity",
        "inventory",
        "load_catalogue",
        "load_result",
        "load_scenario",
        "page",
        "plan",
        "read_distribution",
        "read_log",
        "report",
        "simulate",
        "site",
        "size_forest",
        "sweep",
        "verify",
    ]
    for name in carbonmeet.__all__:
        assert getattr(carbonmeet, name) is not None


def test_nothing_speaks_of_its_making() -> None:
    """The project speaks of itself alone."""
    root = PACKAGE.parent
    if not (root / "pyproject.toml").exists():
        pytest.skip("not a checkout")
    words = ["/work" + "/", "seed " + "00", "shared" + "/research"]
    own = [path for path in root.iterdir() if not path.name.startswith(".")]  # no .venv, no caches
    files = [file for path in [*own, root / ".ci"] for file in (path, *path.rglob("*"))]
    texts = [file for file in files if file.suffix in (".py", ".md", ".yaml", ".csv", ".toml")]
    assert len(texts) > 200
    for file in [*texts, root / ".ci" / "run"]:
        text = file.read_text(encoding="utf-8")
        assert not [word for word in words if word in text], file


def test_answers_are_short_at_the_prompt() -> None:
    result = carbonmeet.estimate("forum-1500")
    answers = (result, result.baseline, result.workings.model, result.scenario, result.catalogue)
    assert all(len(repr(one)) < 200 for one in answers)
    before, after = result.baseline.total.value, result.residual.total.value
    title = "Three-day forum of 1,500 people, Kunming 2024"
    assert repr(result) == f"<Answer '{title}': {before:,.0f} -> {after:,.0f} t CO2e>"
    assert result == carbonmeet.estimate("forum-1500") and {result: 1}


def test_a_ledger_sums_by_its_columns_alone() -> None:
    ledger = carbonmeet.estimate("forum-1500").workings.baseline
    assert ledger.by("source").to_dict() == pytest.approx(ledger.sums("source"))
    assert ledger.by().sum() == pytest.approx(ledger.total)
    for ask in (ledger.by, ledger.sums):
        with pytest.raises(carbonmeet.CarbonmeetError, match="Did you mean 'source'"):
            ask("sources")


def test_no_module_hides_a_public_function() -> None:
    """``import carbonmeet.plan`` would put a module where ``cm.plan`` was."""
    modules = {path.stem if path.is_file() else path.name for path in PACKAGE.iterdir()}
    functions = {
        name for name in carbonmeet.__all__ if inspect.isfunction(getattr(carbonmeet, name))
    }
    assert not modules & functions


def test_few_files_lie_loose() -> None:
    """A noun has a room; only what joins the rooms stands outside of them."""
    loose = {path.name for path in PACKAGE.glob("*.py")}
    assert loose == {"__init__.py", "__main__.py", "estimation.py", "version.py"}


#: Where a format writes no number for a reader, and what it writes.
_NO_READER = {
    "base/errors.py": "code points",
    "city/actions.py": "the amount of a log, by which two entries are told to be one",
    "draws/forest_draws.py": "keys of the JSON",
    "forest/stands.py": "the path of a number",
    "meeting/legs.py": "the chain of a line, which is read again",
    "people/roll.py": "a cell as a list would have it",
    "questions/persons.py": "cells of a table for programs",
    "questions/site/ranking.py": "what is the same but for rounding",
    "travel/places.py": "a point as a file writes it",
    "units/grammar.py": "code points",
    "units/pinted.py": "units as pint writes them",
    "view/faces/excel/forestsheet.py": "formulas",
    "view/faces/excel/workbook.py": "a cell as the spreadsheet will show it, for its width",
    "view/faces/excel/workings.py": "formulas",
    "view/faces/word/contents.py": "names of parts",
    "view/figures/fonts.py": "code points",
    "view/figures/style.py": "three figures, before `fixed` writes them",
}
#: What Python shows of a thing, and how a program asks for it.
_SHOWN_BY_PYTHON = ("__repr__", "__str__", "__format__")


def test_numbers_are_written_in_one_place() -> None:
    """By `carbonmeet.base.numerals`, with words by `carbonmeet.view.numerals`.

    Below the tables a message says how its own numbers are set, and is given them as numbers.
    """
    found = []
    for name, tree in trees().items():
        if name in _NO_READER or name in ("base/numerals.py", "base/text.py"):
            continue
        told = name.startswith(("view/", "cli/"))
        found += [f"{name}:{one}" for one in _formatted(tree, told)]
    assert found == []
    assert _NO_READER.keys() <= trees().keys()


def _formatted(tree: ast.Module, told: bool) -> Iterator[str]:
    """Where a module formats a number, and how; with `told` in its messages too."""
    shown = [one for one in ast.walk(tree) if getattr(one, "name", "") in _SHOWN_BY_PYTHON]
    python = {id(node) for one in shown for node in ast.walk(one)}
    for node in ast.walk(tree):
        if id(node) in python:
            continue
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            yield f"{node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "format":
            number = len(node.args) == 2 and isinstance(node.args[1], ast.Constant)
            yield from [f"{node.lineno}: format"] if number else []
        if told and isinstance(node, ast.Constant) and isinstance(node.value, str):
            specs = re.findall(r"\{[a-z_0-9]+:([,.0-9]*[efg%]?)\}", node.value)
            yield from (f"{node.lineno}: {one}" for one in specs if one not in (",", ",g"))
