"""What of a layout is the same on every page, so that it is drawn or looked for once (docs/decisions.md, 79)."""

from django import template
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import Parser, TextNode, Token
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.utils.translation import get_language

register = template.Library()


class WholeLayout(Node):
    """A layout from here to its end. Django looks all through it for its blocks for each page that extends it."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.found: dict[type[Node], list[Node]] = {}

    def get_nodes_by_type(self, nodetype: type[Node]) -> list[Node]:
        """The nodes of a type, looked for once: a template does not change any more."""
        if nodetype not in self.found:
            self.found[nodetype] = super().get_nodes_by_type(nodetype)
        return self.found[nodetype]

    def render(self, context: Context) -> str:
        """All of it."""
        return self.nodelist.render(context)


@register.tag
def whole_layout(parser: Parser, token: Token) -> WholeLayout:
    """`{% whole_layout %}` as a layout's first tag."""
    return WholeLayout(parser.parse())


class DrawnOnce(Node):
    """Words and addresses that depend on nothing but the language of the page."""

    # There is no block in it to be found, so whoever looks for blocks on every page need not look.
    child_nodelists = ()

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.drawn: dict[str, str] = {}

    def render(self, context: Context) -> str:
        """As it was drawn for the first page in this language."""
        language = get_language()
        if language not in self.drawn:
            self.drawn[language] = self.nodelist.render(context)
        return self.drawn[language]


@register.tag
def drawn_once(parser: Parser, token: Token) -> DrawnOnce:
    """`{% drawn_once %}…{% enddrawn_once %}` around HTML, `{% static "…" %}` and `{% translate "…" %}`.

    Raises TemplateSyntaxError where there is anything else in it: what is kept must never be one person's.
    """
    nodelist = parser.parse(("enddrawn_once",))
    parser.delete_first_token()
    for node in nodelist:
        if not _is_the_same_for_all(node):
            raise TemplateSyntaxError(f"Not the same on every page: {node.token.contents}")
    return DrawnOnce(nodelist)


def _is_the_same_for_all(node: Node) -> bool:
    if isinstance(node, StaticNode):
        return isinstance(node.path.var, str) and not node.path.filters and not node.varname
    if isinstance(node, TranslateNode):
        words = node.filter_expression
        return words.var.lookups is None and not words.filters and not node.message_context and not node.asvar
    return isinstance(node, TextNode)
