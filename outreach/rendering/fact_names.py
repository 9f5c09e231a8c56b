"""Which facts a source names, as its author wrote them: "call.title", once for each time."""

from collections.abc import Iterator

from jinja2 import Environment, nodes


def fact_names(source: str, environment: Environment) -> tuple[str, ...]:
    """The facts in a Jinja source, sorted. Raises TemplateSyntaxError."""
    tree = environment.parse(source)
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    return tuple(sorted(name for name in _chains(tree) if name.partition(".")[0] not in own))


def _chains(node: nodes.Node) -> Iterator[str]:
    """The longest chain of attributes at each place; a chain's own parts are not counted again."""
    chain = _chain(node)
    if chain:
        yield chain
        return
    for child in node.iter_child_nodes():
        yield from _chains(child)


def _chain(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        before = _chain(node.node)
        return f"{before}.{node.attr}" if before else ""
    return ""
