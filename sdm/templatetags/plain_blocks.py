"""Django's own `{% block %}`, to the letter the same, with less work where a block holds plain words.

A layout has some twenty blocks and a page fills few of them: it is 7 % of the time of the list (docs/decisions.md, 79).
It is a builtin (settings.TEMPLATES), so that no template has to know.
"""

from functools import cached_property

from django import template
from django.template import Context
from django.template.base import Parser, TextNode, Token
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockNode, do_block

register = template.Library()


class Block(BlockNode):
    """A block of a layout. Half of those that a page has hold nothing but words, or nothing at all."""

    @cached_property
    def plain(self) -> str | None:
        """The block where it holds nothing to be worked out; None where it does."""
        words = [node.s if isinstance(node, TextNode) else None for node in self.nodelist]
        return None if None in words else "".join(words)

    def render(self, context: Context) -> str:
        """What the page that is drawn says here. Django makes a new block and a new context even for plain words."""
        blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
        said = blocks.get_block(self.name) if blocks else None
        words = (said or self).plain
        return super().render(context) if words is None else words


@register.tag
def block(parser: Parser, token: Token) -> Block:
    """Django's own tag, with the block above."""
    found = do_block(parser, token)
    return Block(found.name, found.nodelist)
