"""The site: every page of the repository as offline HTML. ``poe site`` builds it.

The pages are Markdown that reads well where the repository is shown. What a site needs beyond
that is added here: the tree of pages, taken from the links of docs/README.md, and the
library, which stands in the repository as text and here as what autodoc reads.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import jieba
from docutils import nodes
from numpydoc.xref import DEFAULT_LINKS
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.search.zh import SearchChinese

import carbonmeet as cm
import carbonmeet.answer

HERE = Path(__file__).parent
jieba.setLogLevel("WARNING")

project = "carbonmeet"
author = "The carbonmeet developers"
project_copyright = author
release = version = cm.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "numpydoc"]
root_doc = "docs/README"
include_patterns = ["*.md", "docs/**.md", "docs/**.ipynb", "factors/*.md"]
exclude_patterns = [".*", "build", "site", "tests", "benchmarks", "carbonmeet", "docs/_site"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}
nb_execution_mode = "off"  # a notebook is shown as it was run; the tests run it again

myst_heading_anchors = 4
suppress_warnings = ["myst.header", "misc.highlighting_failure"]

nitpicky = True
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False
# a type that is public leads to its entry, which must exist; words such as "optional" lead nowhere
numpydoc_xref_param_type = True
numpydoc_xref_ignore = "all"
numpydoc_xref_aliases = {name: f"carbonmeet.answer.{name}" for name in carbonmeet.answer.__all__}
numpydoc_xref_aliases |= {name: f"carbonmeet.{name}" for name in cm.__all__ if name[0].isupper()}
DEFAULT_LINKS.clear()  # they lead to pages of Python and NumPy, which are not there offline
autosummary_generate = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"

html_theme = "furo"
html_title = f"carbonmeet {release}"
html_static_path = []
html_additional_pages = {"index": "to-docs.html"}
templates_path = ["_site"]
html_extra_path = ["live"]
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False  # it would be fetched, which a browser refuses in a folder
# Chinese words are cut by jieba, English ones stemmed; the terms of the trade are in the list
html_search_language = "zh"
html_search_options = {"dict": str(HERE / "_site" / "terms.txt")}


class Searched(SearchChinese):
    """Chinese and English search in the browser.

    The program in the page is named after the stemmer that it has, which is the English one. What
    a reader types is cut there into the longest words that the index knows, as no jieba is at hand.
    """

    language_name = "English"
    js_splitter_code = (HERE / "_site" / "split.js").read_text("utf-8")


def pages_of_the_index(app: Sphinx, docname: str, source: list[str]) -> None:
    """Adds to the index the tree of pages: every section's links, in their order."""
    if docname != root_doc:
        return
    head, *sections = re.split(r"^## ", source[0], flags=re.M)
    made = [head]
    for text in sections:
        title = text.splitlines()[0]
        pages = dict.fromkeys(re.findall(r"\]\(([^)#:]+)\.(?:md|ipynb)\)", text))
        listed = "\n".join(pages)
        made.append(f"{text}\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n{listed}\n```\n")
    source[0] = "\n## ".join(made)


def library_by_autodoc(app: Sphinx, docname: str, source: list[str]) -> None:
    """Puts in place of the docstrings as text what autodoc and numpydoc make of them."""
    if docname != "docs/reference/api":
        return
    lines = ["# The library", "", "`import carbonmeet as cm`; every public name, with its example."]
    for name in cm.__all__:
        thing = getattr(cm, name)
        kind = _directive(thing)
        lines += _directed(
            f"## cm.{name}", kind, f"carbonmeet.{name}" if kind != "module" else thing.__name__
        )
        if kind == "module":
            for member in thing.__all__:
                one = getattr(thing, member)
                if callable(one):
                    lines += _directed(
                        f"### cm.{name}.{member}", _directive(one), f"{thing.__name__}.{member}"
                    )
    lines += ["", "## Parts of an answer"]
    for name in carbonmeet.answer.__all__:
        thing = getattr(carbonmeet.answer, name)
        if isinstance(thing, type) and name != "Answer":
            lines += _directed(f"### {name}", "class", f"carbonmeet.answer.{name}")
    source[0] = "\n".join(lines) + "\n"


def _directive(thing: Any) -> str:
    """What autodoc calls a kind of thing."""
    if inspect.ismodule(thing):
        return "module"
    if inspect.isclass(thing):
        return "exception" if issubclass(thing, Exception) else "class"
    return "function" if inspect.isroutine(thing) else "data"


def _directed(heading: str, kind: str, path: str) -> list[str]:
    """A heading and the directive beneath it."""
    options = ["   :members:", "   :undoc-members:"] if kind == "class" else []
    return ["", heading, "", "```{eval-rst}", f".. auto{kind}:: {path}", *options, "```"]


def pages_that_run(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """A page that runs in the browser is opened there, and not handed out to be saved."""
    for link in list(doctree.findall(addnodes.download_reference)):
        target = Path(link["reftarget"])
        if target.suffix == ".html":
            up = "../" * docname.count("/")
            reference = nodes.reference("", "", *link.children, refuri=f"{up}{target.name}")
            link.replace_self(reference)


def language_of_the_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Tells a browser, and whoever reads aloud, which pages are Chinese."""
    if pagename.startswith("docs/zh/") or pagename.endswith(".zh"):
        context["language"] = "zh-CN"


def setup(app: Sphinx) -> None:
    """Connects them."""
    app.add_search_language(Searched)
    app.connect("source-read", pages_of_the_index)
    app.connect("source-read", library_by_autodoc)
    app.connect("doctree-resolved", pages_that_run)
    app.connect("html-page-context", language_of_the_page)
