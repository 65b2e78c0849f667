"""Write docs/reference/ from the code and the data, so that it cannot drift.

Run ``python tools/make_reference.py``; a test checks that what is committed is current.
"""

from __future__ import annotations

import csv
import inspect
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import yaml

import carbonmeet as cm
import carbonmeet.answer
from carbonmeet.answer.saved import result_schema
from carbonmeet.cli import COMMANDS, command_of
from carbonmeet.scenario import scenario_schema
from carbonmeet.scenario.described import known_keys, said, section_of
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
    yield "licences.md", licences()


def schema() -> str:
    """The JSON Schema of all kinds of scenario: editors complete and check by it."""
    return json.dumps(scenario_schema(), ensure_ascii=False, indent=1) + "\n"


def result() -> str:
    """The JSON Schema of a saved answer."""
    return json.dumps(result_schema(), ensure_ascii=False, indent=1) + "\n"


def scenario() -> str:
    """The sections of a scenario file with their keys."""
    definitions = scenario_schema()["$defs"]
    shown = examples(definitions)
    lines = [
        "# The scenario file",
        "",
        "Generated from the code. `scenario.schema.json` beside this page is the same for editors.",
        "An amount is a quantity such as `12 km`, or a mapping with `value`, `low`, `high`,",
        "`basis` (`given`, `measured`, `published`, `assumed`) and `note`.",
        "A share is `0.4` or `40%`. A key that is *needed* has no default; a dash says that",
        "nothing holds where the key is left out. A file begins with the keys of",
        "[meeting.scenario](#meetingscenario) or [city.scenario](#cityscenario);",
        "the other tables are what these lead to.",
    ]
    # of a meeting first: most readers have one
    order = sorted(
        definitions,
        key=lambda n: (not n.startswith("meeting."), not n.endswith("scenario"), n),
    )
    for name in order:
        one = definitions[name]
        if "properties" not in one or _is_amount(name):
            continue
        lines += ["", f"## {_heading(name)}", ""]
        if one.get("description"):
            lines += [one["description"].split("\n\n")[0].replace("\n", " "), ""]
        lines += ["| key | meaning | unit or form | default | example |", "|---|---|---|---|---|"]
        needed = set(one.get("required", ()))
        for key, field in sorted(one["properties"].items(), key=lambda x: x[0] not in needed):
            default = "*needed*" if key in needed else _default(field)
            example = shown[name, key].replace("|", "\\|")
            meaning = field.get("description", "").partition(" Such as ")[0]
            meaning = "" if meaning.startswith("Such as") else meaning.replace("|", "\\|")
            lines.append(f"| `{key}` | {meaning} | {_what(field)} | {default} | `{example}` |")
    return "\n".join(lines) + "\n"


def _heading(name: str) -> str:
    """Kind and section: ``meeting.Venue``."""
    return f"{name.split('.')[0]}.{section_of(name)}"


def _default(field: dict[str, Any]) -> str:
    """What holds where a key is left out."""
    value = field.get("default")
    if value in (None, "", [], {}) or isinstance(value, dict):
        return "–"
    return f"`{value}`" if not isinstance(value, bool) else f"`{str(value).lower()}`"


def examples(definitions: dict[str, Any]) -> dict[tuple[str, str], str]:
    """An example of every key: that of ``keys.csv``, else the shortest of scenarios and pages."""
    found = _Examples(definitions)
    for path in sorted((HERE.parents[1] / "scenarios").glob("*.yaml")):
        found.read(path.read_text("utf-8"))
    for path in sorted(HERE.parent.rglob("*.md")):
        if path.parent != HERE:
            for text in re.findall(r"^```yaml\n(.*?)^```", path.read_text("utf-8"), re.M | re.S):
                found.read(text)
    measures = yaml.safe_load((HERE.parents[1] / "factors/measures.yaml").read_text("utf-8"))
    for measure in measures["measures"]:
        found.walk(measure, {"$ref": "#/$defs/city.Measure"})
    shared = known_keys()
    return {
        (name, key): said(name, key, 1)
        or found.shortest.get((section_of(name), key))
        or shared.get(("*", key), ("", ""))[1]
        for name, one in definitions.items()
        for key in one.get("properties", ())
    }


class _Examples:
    """Values of keys in scenarios, found by walking a scenario beside its schema."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self.definitions = definitions
        self.shortest: dict[tuple[str, str], str] = {}

    def read(self, text: str) -> None:
        """Take the examples of one file, or of a part of one."""
        try:
            data = yaml.safe_load(text)
        except yaml.YAMLError:
            return  # a page shows more than one way to write something
        for kind in ("meeting", "city"):
            if isinstance(data, dict) and data.get("kind", kind) == kind:
                self.walk(data, {"$ref": f"#/$defs/{kind}.scenario"})

    def walk(self, data: Any, schema: dict[str, Any]) -> None:
        """Go down both."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if not _is_amount(name):
                self.enter(data, name)
        for one in schema.get("anyOf", ()):
            self.walk(data, one)
        if isinstance(data, list) and isinstance(schema.get("items"), dict):
            for part in data:
                self.walk(part, schema["items"])
        inner = schema.get("additionalProperties")
        if isinstance(data, dict) and isinstance(inner, dict):
            for part in data.values():
                self.walk(part, inner)

    def enter(self, data: Any, name: str) -> None:
        """Take the keys of a section, and go on below."""
        properties = self.definitions[name].get("properties", {})
        if not isinstance(data, dict) or not set(map(str, data)) <= set(properties):
            return
        for key, part in data.items():
            if part is not None:
                text = _flow(part)
                spot = (section_of(name), key)
                if len(text) < len(self.shortest.get(spot, " " * 200)):
                    self.shortest[spot] = text
            self.walk(part, properties[key])


def _flow(value: Any) -> str:
    """A value as it would be written in one line."""
    text = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False
    )
    return text.removesuffix("\n").removesuffix("\n...")


def _is_amount(name: str) -> bool:
    """Whether a definition is an amount, a share or a label: explained once, at the top."""
    word = name.split(".", 1)[-1]
    return word.startswith("amount") or word in ("share", "label")


@cache
def _amount(name: str) -> str:
    """An amount with its unit, as the schema's own example writes it."""
    word = name.split(".", 1)[1]
    if not word.startswith("amount-in-"):
        return word.replace("-", " ")
    text = json.dumps(scenario_schema()["$defs"][name])
    found = re.search(r'"examples": \["[\d.,]+ ?([^"]*)"', text)
    unit = found[1] if found and found[1] else "1"
    words = "plain number" if unit == "1" else f"amount in {unit}"
    return words + (" or product" if word.endswith("-or-product") else "")


def _what(field: dict[str, Any]) -> str:
    """A field in words."""
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[1]
        if _is_amount(name):
            return _amount(name)
        return f"[{section_of(name)}](#{_heading(name).lower().replace('.', '')})"
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{one}`" for one in field["enum"])
    if "Such as" in field.get("description", ""):
        return "amount, such as" + field["description"].partition("Such as")[2].split(";")[0]
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
    codes = "0 fine, 1 the input is wrong, 2 usage; 130 stopped by Ctrl-C, 143 by SIGTERM"
    lines += [f"Exit codes: {codes}.", ""]
    lines += [
        "`--lang` words what is read: screens, reports, figures and faults. Heads of CSV and keys",
        "of JSON are English in every language, so that a program reads them alike.",
        "",
    ]
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


def licences() -> str:
    """What the program depends on and what its data come under."""
    project = tomllib.loads((HERE.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    with (HERE.parents[1] / "tools/licences.csv").open(encoding="utf-8", newline="") as file:
        known = {row["package"]: row["licence"] for row in csv.DictReader(file)}
    lines = ["# Licences", "", "Generated from `pyproject.toml`, `tools/licences.csv` and", ""]
    lines[-2] += " `factors/sources.csv`. The program is under Apache-2.0, the compilation of data"
    lines[-1:] = ["under CC BY 4.0; [NOTICE](../../NOTICE) names whom the sources ask to name.", ""]
    lines += ["## Dependencies", "", "| package | least version | needed by | licence |"]
    lines += ["|---|---|---|---|"]
    groups = {"the core": project["dependencies"], **project["optional-dependencies"]}
    needed: dict[tuple[str, str], list[str]] = {}
    for group, wanted in groups.items():
        for one in wanted:
            match = re.match(r"([\w.-]+)(?:\[[^]]*\])?>=([\d.]+)", one)
            if match:
                needed.setdefault((match[1], match[2]), []).append(group)
    for (package, least), by in sorted(needed.items(), key=lambda item: item[0][0].lower()):
        lines.append(f"| {package} | {least} | {', '.join(by)} | {known[package]} |")
    lines += ["", "No package under a copyleft licence is needed to run it. `hypothesis` (MPL-2.0)"]
    lines += ["serves the tests alone.", "", "## Data", ""]
    lines += ["| terms of the source | sources |", "|---|--:|"]
    counts = Counter(one.licence for one in cm.load_catalogue().sources.values())
    lines += [f"| {terms} | {n} |" for terms, n in sorted(counts.items(), key=lambda x: -x[1])]
    lines += [
        "",
        "Which source has which terms: [sources](sources.md). Single numbers are facts, cited",
    ]
    lines += ["with their source; no table under share-alike terms was taken over."]
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
        lines += _members(thing)
    return lines


def _members(kind: type) -> list[str]:
    """What a class answers to: a line each, and methods of its own with all that they take."""
    short, whole = [], []
    for member, value in inspect.getmembers(kind):
        method = inspect.isfunction(value) or inspect.ismethod(value)
        text = inspect.getdoc(value)
        if member.startswith("_") or not text or not (
            (method and value.__module__.startswith("carbonmeet"))
            or isinstance(value, property)
            or type(value).__name__ == "cached_property"
        ):  # fmt: skip
            continue
        if method and member in vars(kind):
            head = f"{member}{inspect.signature(value)}"
            whole += ["", f"```python\n{head}\n```", "", "```text", text, "```"]
        else:
            short.append(f"* `{member}`: {text.splitlines()[0]}")
    return [*short, *whole, ""]


if __name__ == "__main__":
    HERE.mkdir(parents=True, exist_ok=True)
    for page, content in pages():
        (HERE / page).write_text(content, encoding="utf-8")
        print("wrote", page)
