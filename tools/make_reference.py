"""Write docs/reference/ from the code and the data, so that it cannot drift.

Run ``python tools/make_reference.py``; a test checks that what is committed is current.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import click

import carbonmeet as cm
import carbonmeet.answer
from carbonmeet.answer.saved import result_schema
from carbonmeet.cli import COMMANDS, command_of
from carbonmeet.scenario import scenario_schema
from carbonmeet.view.numerals import number

#: Every command has it, and click spells it by how the command was first called.
_HELP = re.compile(r"\n +(?:-h, )?--help +Show this message and exit\.")

HERE = Path(__file__).parent.parent / "docs" / "reference"


def pages() -> Iterator[tuple[str, str]]:
    """Name and text of every generated page."""
    yield "scenario.schema.json", schema()
    yield "result.schema.json", result()
    yield "scenario.md", scenario()
    yield "commands.md", commands()
    yield "services.md", services()
    yield "factors.md", factors()
    yield "sources.md", sources()
    yield "api.md", api()


def schema() -> str:
    """The JSON Schema of all kinds of scenario: editors complete and check by it."""
    return json.dumps(scenario_schema(), ensure_ascii=False, indent=1) + "\n"


def result() -> str:
    """The JSON Schema of a saved answer."""
    return json.dumps(result_schema(), ensure_ascii=False, indent=1) + "\n"


def scenario() -> str:
    """The sections of a scenario file with their fields."""
    definitions = scenario_schema()["$defs"]
    lines = [
        "# The scenario file",
        "",
        "Generated from the code. `scenario.schema.json` beside this page is the same for editors.",
        "An amount is a quantity such as `12 km`, or a mapping with `value`, `low`, `high`,",
        "`basis` (`given`, `measured`, `published`, `assumed`) and `note`.",
        "A share is `0.4` or `40%`.",
    ]
    for name in sorted(definitions, key=lambda n: (n.split(".")[0], not n.endswith("scenario"), n)):
        one = definitions[name]
        if "properties" not in one or _is_amount(name):
            continue
        lines += ["", f"## {name}", ""]
        if one.get("description"):
            lines += [one["description"].split("\n\n")[0].replace("\n", " "), ""]
        lines += ["| key | needed | what |", "|---|---|---|"]
        needed = set(one.get("required", ()))
        for key, field in one["properties"].items():
            lines.append(f"| `{key}` | {'yes' if key in needed else ''} | {_what(field)} |")
    return "\n".join(lines) + "\n"


def _is_amount(name: str) -> bool:
    """Whether a definition is an amount, a share or a label: explained once, at the top."""
    word = name.split(".", 1)[-1]
    return word.startswith("amount") or word in ("share", "label")


def _what(field: dict[str, Any]) -> str:
    """A field in words."""
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[1]
        word = name.split(".", 1)[1]
        if _is_amount(name):
            return (
                word.replace("amount-in-", "amount in ").replace("-per-", " / ").replace("-", " ")
            )
        return f"[{word}](#{name.lower().replace('.', '')})"
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{one}`" for one in field["enum"])
    if field.get("description", "").startswith("Such as"):
        return field["description"].split(";")[0].replace("Such as", "amount, such as")
    if "anyOf" in field:
        parts = [_what(one) for one in field["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(parts))
    if field.get("type") == "array":
        return f"list of {_what(field.get('items', {}))}"
    if field.get("type") == "object":
        inner = field.get("additionalProperties")
        return f"mapping to {_what(inner)}" if isinstance(inner, dict) else "mapping"
    return str(field.get("format") or field.get("type") or "anything")


def commands() -> str:
    """The help of every command."""
    lines = ["# Commands", "", "Generated from the code.", ""]
    lines += ["Exit codes: 0 fine, 1 the input is wrong, 2 usage.", ""]
    for name in COMMANDS:
        command = command_of(name)
        context = click.Context(
            command,
            info_name=f"carbonmeet {name}",
            terminal_width=90,
        )
        lines += [
            f"## carbonmeet {name}",
            "",
            "```text",
            _HELP.sub("", command.get_help(context)),
            "```",
            "",
        ]
    return "\n".join(lines)


def services() -> str:
    """What a scenario can name."""
    lines = ["# What a scenario can name", "", "Generated from `factors/services.yaml`.", ""]
    lines += ["| name | | | per | source | chain |", "|---|---|---|---|---|---|"]
    for key, one in cm.load_catalogue().services.items():
        chain = "; ".join(
            " or ".join(
                " × ".join(chain).replace("× /", "÷") for chain in dict.fromkeys(part.chains)
            )
            + (f" (in {part.within})" if part.within else "")
            + (f" (outside {part.outside})" if part.outside else "")
            for part in one.parts
        )
        lines.append(
            f"| `{key}` | {one.name.en} | {one.name.zh} | {one.unit.text} | {one.source} "
            f"| {chain} |"
        )
    return "\n".join(lines) + "\n"


def factors() -> str:
    """Every row of the catalogue, rivals on adjacent lines."""
    lines = [
        "# Factors",
        "",
        "Generated from `factors/*.csv`; `carbonmeet factors` searches them.",
        "",
    ]
    lines += ["| key | region | year | value | range | unit | source | evidence | name |"]
    lines += ["|---|---|---|---|---|---|---|---|---|"]
    for row in sorted(
        cm.load_catalogue().factors, key=lambda r: (r.key, r.region, r.year, r.source)
    ):
        ends = "" if row.low is None else f"{number(row.low)} – {number(row.high)}"
        lines.append(
            f"| `{row.key}` | {row.region} | {row.year} | {number(row.value, 6)} | {ends} "
            f"| {row.unit.text} | {row.source} | {row.evidence} | {row.name.en} {row.name.zh} |"
        )
    return "\n".join(lines) + "\n"


def sources() -> str:
    """Every publication that numbers are taken from."""
    lines = ["# Sources", "", "Generated from `factors/sources.csv`.", ""]
    lines += ["| key | publisher | title | year | licence |", "|---|---|---|---|---|"]
    for one in cm.load_catalogue().sources.values():
        title = f"[{one.title}]({one.url})" if one.url.startswith("http") else one.title
        lines.append(f"| `{one.key}` | {one.publisher} | {title} | {one.year} | {one.licence} |")
    return "\n".join(lines) + "\n"


def api() -> str:
    """The public names with their docstrings, and those of the public modules."""
    lines = ["# The library", "", "Generated from the docstrings. `import carbonmeet as cm`.", ""]
    for name in cm.__all__:
        thing = getattr(cm, name)
        if inspect.ismodule(thing):
            lines += _module(name, thing)
        else:
            lines += _entry("##", f"cm.{name}", thing)
    lines += ["## Parts of an answer", ""]
    for name in cm.answer.__all__:
        thing = getattr(cm.answer, name)
        if inspect.isclass(thing) and name != "Answer":
            lines += _entry("###", name, thing)
    return "\n".join(lines)


def _module(name: str, module: ModuleType) -> list[str]:
    """A public module: what it says of itself, its constants in a line each, its functions."""
    lines = [f"## cm.{name}", "", "```text", inspect.getdoc(module) or "", "```", ""]
    members = {member: getattr(module, member) for member in module.__all__}
    plain = {member: one for member, one in members.items() if not callable(one)}
    lines += [
        f"* `cm.{name}.{member}`: {', '.join(f'`{key}`' for key in keys)}"
        for member, keys in plain.items()
    ]
    lines.append("")
    for member, one in members.items():
        if member not in plain:
            lines += _entry("###", f"cm.{name}.{member}", one)
    return lines


def _entry(level: str, name: str, thing: Any) -> list[str]:
    """A class or a function: signature, docstring, members."""
    short = name.rpartition(".")[2]
    head = f"{short}{inspect.signature(thing)}" if inspect.isfunction(thing) else short
    lines = [f"{level} {name}", "", f"```python\n{head}\n```", ""]
    lines += ["```text", inspect.getdoc(thing) or "", "```", ""]
    if inspect.isclass(thing) and not issubclass(thing, Exception):
        for member, value in inspect.getmembers(thing):
            if not member.startswith("_") and (text := inspect.getdoc(value)) and (
                inspect.isfunction(value) or isinstance(value, property)
                or type(value).__name__ == "cached_property"
            ):  # fmt: skip
                lines.append(f"* `{member}`: {text.splitlines()[0]}")
        lines.append("")
    return lines


if __name__ == "__main__":
    HERE.mkdir(parents=True, exist_ok=True)
    for page, content in pages():
        (HERE / page).write_text(content, encoding="utf-8")
        print("wrote", page)
