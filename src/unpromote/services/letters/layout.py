"""Letters as people edit them: plain text with placeholders, and what a client's own text may ask for.

A shipped template holds the logic (what is said only where it applies, lists, plurals) in named blocks. For editing,
each block becomes one placeholder, `${parts}`, as every fact does, `${to.name}`. So a client moves, rewords and leaves
out, and nothing that somebody types is ever run. A dollar sign that is meant as such is written `$$`.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from django.template import Context, Template
from django.template.base import Node, TextNode, VariableNode
from django.template.loader_tags import BlockNode

from unpromote.domain.errors import BadInput
from unpromote.services.letters.display import Facts
from unpromote.services.letters.facts import LetterFacts, Signature, To
from unpromote.services.letters.placeholders import MEANINGS

LONGEST = 20_000
PARTS = re.compile(r"Subject: (?P<subject>[^\n]+)\n\n(?P<body>.+)", re.DOTALL)
_PLAIN = ("str", "int", "date", "datetime", "Money")
_NESTED = {"to": To, "signed": Signature}
_NAME = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?"


class _Text(string.Template):
    """Only `${name}` is a placeholder: "$5" is an amount that somebody forgot to write as "$$5"."""

    idpattern = r"(?!)"
    braceidpattern = _NAME


@dataclass(frozen=True)
class Layout:
    """A shipped template as it is edited: its text, and what stands behind each placeholder of it."""

    text: str
    nodes: Mapping[str, Node]
    template: Template

    @property
    def parts(self) -> tuple[str, ...]:
        """The placeholders that write themselves: sentences and lists that are there only where they apply."""
        return tuple(name for name, node in self.nodes.items() if not isinstance(node, VariableNode))


def layout_of(template: Template) -> Layout:
    """Return the template as it is edited."""
    nodes: dict[str, Node] = {}
    text = []
    for node in template.nodelist:
        if isinstance(node, TextNode):
            text.append(node.s.replace("$", "$$"))
        else:
            name = _name(node) or f"part_{len(nodes) + 1}"
            nodes[name] = node
            text.append(f"${{{name}}}")
    return Layout("".join(text).strip() + "\n", nodes, template)


def _name(node: Node) -> str:
    if isinstance(node, BlockNode):
        return str(node.name)
    if isinstance(node, VariableNode) and re.fullmatch(_NAME, node.filter_expression.token):
        return str(node.filter_expression.token)
    return ""


def filled(layout: Layout, text: str, context: Context, values: Facts) -> str:
    """Return the text with every placeholder written out; `context` and `values` hold the same facts."""
    with context.render_context.push_state(layout.template), context.bind_template(layout.template):
        return _Text(text).substitute(_Written(layout, context, values))


class _Written(dict[str, str]):
    """What stands for each placeholder, written only where it is asked for."""

    def __init__(self, layout: Layout, context: Context, values: Facts) -> None:
        super().__init__()
        self._layout, self._context, self._values = layout, context, values

    def __missing__(self, name: str) -> str:
        if name in self._layout.nodes:
            return str(self._layout.nodes[name].render_annotated(self._context))
        outer, _, inner = name.partition(".")
        found = self._values[outer]
        return str(found[inner] if inner else found)


def plain_facts(kind: type[LetterFacts]) -> tuple[str, ...]:
    """Return the facts that every letter of this kind has and that any text may name."""
    names = [field.name for field in fields(kind) if field.type in _PLAIN]
    nested = (f"{outer}.{field.name}" for outer, inner in _NESTED.items() for field in fields(inner))
    return tuple(name for name in (*names, *nested) if name in MEANINGS)


def check(text: str, layout: Layout, facts: type[LetterFacts], required: tuple[str, ...]) -> str:
    """Return a client's own text as it is kept.

    Raises:
        BadInput: it is too long or has no subject, or a placeholder is unknown, misplaced or missing; names it.
    """
    kept = _tidy(text)
    cut = PARTS.fullmatch(kept)
    if cut is None:
        raise BadInput("the text has no subject and body", mend="begin with a line 'Subject: …' and an empty line")
    shipped = PARTS.fullmatch(layout.text)
    plain = set(plain_facts(facts))
    in_subject = plain | set(_placeholders(shipped["subject"] if shipped else ""))
    for name in _placeholders(kept):
        _must_be_known(name, plain | set(layout.nodes), "")
    for name in _placeholders(cut["subject"]):
        _must_be_known(name, in_subject, "in the subject ")
    _must_hold(required, set(_placeholders(kept)))
    if "token" not in _placeholders(cut["subject"]):
        raise BadInput("${token} is missing in the subject", mend="write [${token}] there: answers are matched by it")
    return kept


def _tidy(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = "\n".join(line.rstrip() for line in lines).strip() + "\n"
    if len(kept) > LONGEST:
        raise BadInput(f"the text is longer than {LONGEST} characters", mend="shorten it")
    found = re.search(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", kept)
    if found:
        line = kept.count("\n", 0, found.start()) + 1
        raise BadInput(f"line {line} holds a character that no letter can carry", mend="take it out")
    return kept


def _placeholders(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_found(text)))


def _found(text: str) -> Iterator[str]:
    for found in _Text.pattern.finditer(text):
        if found["invalid"] is not None:
            line = text.count("\n", 0, found.start()) + 1
            near = text[found.start() : found.start() + 20].split("\n", maxsplit=1)[0]
            mend = "write ${name} for a placeholder, and $$ for a dollar sign"
            raise BadInput(f"line {line} holds a dollar sign that is no placeholder: {near}", mend=mend)
        if found["braced"]:
            yield found["braced"]


def _must_be_known(name: str, known: set[str], where: str) -> None:
    if name not in known:
        raise BadInput(
            f"${{{name}}} {where}is no placeholder of this letter", mend=f"known: {', '.join(sorted(known))}"
        )


def _must_hold(required: tuple[str, ...], held: set[str]) -> None:
    missing = [f"${{{name}}}" for name in required if name not in held]
    if missing:
        raise BadInput(f"{', '.join(missing)} is missing", mend="without it the letter would not say what it has to")
