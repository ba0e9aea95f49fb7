"""Templates compiled once per language, with what is known by then already in its place.

A page asks for some hundred texts and for as many addresses of icons; looking each of them up again for every reader
took a third of the time that a page took.
"""

from typing import Any

from flask.templating import Environment
from flask_babel import force_locale, get_locale, gettext
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from app.web.assets import asset


class _Folding(NodeTransformer):
    """Puts translations and static files' addresses in the place of the calls that ask for them by a fixed text."""

    def __init__(self, kind: type[str], *, with_assets: bool) -> None:
        self.kind = kind  # Markup where the template escapes what it is given: words are not escaped, as in Jinja's own
        self.with_assets = with_assets

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  Jinja's name for it
        self.generic_visit(node)
        asked = _fixed_text(node)
        if asked is None or not isinstance(node.node, nodes.Name):
            return node
        if node.node.name == "asset" and self.with_assets:
            return nodes.Const(self.kind(asset(asked)))
        return self._words(asked, node) if node.node.name == "_" else node

    def _words(self, asked: str, node: nodes.Call) -> nodes.Expr:
        words = self.kind(gettext(asked))
        if not node.kwargs:
            return nodes.Const(words % {})
        values = nodes.Dict([nodes.Pair(nodes.Const(each.key), each.value) for each in node.kwargs])
        return nodes.Mod(nodes.Const(words), values, lineno=node.lineno)


def _fixed_text(node: nodes.Call) -> str | None:
    """The one text that a call is given; None for any other call."""
    is_plain = len(node.args) == 1 and isinstance(node.args[0], nodes.Const)
    return node.args[0].value if is_plain and not node.dyn_args and not node.dyn_kwargs else None  # type: ignore[attr-defined]  # a Const


class _Generator(CodeGenerator):
    """Folds a template before it becomes Python."""

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802  Jinja's name for it
        language = getattr(self.environment, "language", None)
        if language:
            escapes = self.environment.autoescape
            is_escaping = escapes(self.name) if callable(escapes) else escapes
            with force_locale(language):
                # whoever works on templates changes style sheets too: their checksums are asked for each time
                folding = _Folding(Markup if is_escaping else str, with_assets=not self.environment.auto_reload)
                node = folding.visit(node)
        super().visit_Template(node, frame)


class TranslatedEnvironment(Environment):
    """Flask's templates, each compiled in the language of the reader who first asks for it."""

    code_generator_class = _Generator
    language: str | None = None

    def get_template(self, name: str | Template, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002
        """The template in the reader's language; one that a template includes or extends is in that template's."""
        if self.language is None and (locale := get_locale()):
            return self._in(str(locale)).get_template(name, parent, globals)
        return super().get_template(name, parent, globals)

    def _in(self, language: str) -> "TranslatedEnvironment":
        """This environment for one language, with compiled templates of its own."""
        by_language: dict[str, TranslatedEnvironment] = self.__dict__.setdefault("by_language", {})
        one = by_language.get(language)
        if one is None or one.loader is not self.loader:
            one = by_language[language] = self.overlay()
            one.language = language
        return one
