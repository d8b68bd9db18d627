"""Scopes as files write them: for every dimension ``any`` or a list of its values."""

from __future__ import annotations

from lawgap.faults import listed, nearest, quoted
from lawgap.fields import Taker
from lawgap.models import Scope, Standard
from lawgap.strictyaml import Fields, Items, Node, Text


def read_scope(taker: Taker, name: str, standard: Standard, *, whole: bool) -> Scope:
    """Read a scope.

    Args:
        taker: the entry that has it.
        name: the field.
        standard: whose dimensions and values it uses.
        whole: whether every dimension must be there.

    Returns:
        The values of each dimension that stands there. An empty list is an empty set, which reaches nothing.
    """
    node = taker.get(name)
    if node is None or (isinstance(node, Text) and not node.value):
        if whole:
            taker.fault(taker.at(name), f"{taker.what} has no '{name}'; write one line for each dimension, or 'any'")
        return {}
    if not isinstance(node, Fields):
        taker.fault(taker.at(name), f"'{name}' needs a mapping: for each dimension 'any' or a list of values")
        return {}
    known = {dimension.code: [value.code for value in dimension.values] for dimension in standard.dimensions}
    found: dict[str, frozenset[str]] = {}
    for code, inner in node.items.items():
        line = node.line_of(code)
        if code not in known:
            message = f"{quoted(code)} is no dimension of {standard.code}.{nearest(code, known)} It has {listed(known)}"
            taker.fault(line, message)
            continue
        found[code] = _values(taker, inner, code, known[code], line)
    missing = [code for code in known if code not in found]
    if whole and missing:
        taker.fault(node.line, f"'{name}' says nothing of {listed(missing)}; write 'any' where there is no limit")
    return found


def _values(taker: Taker, node: Node, dimension: str, allowed: list[str], line: int) -> frozenset[str]:
    if isinstance(node, Text) and node.value == "any":
        return frozenset(allowed)
    if isinstance(node, Fields):
        taker.fault(line, f"the values of '{dimension}' are 'any' or a list")
        return frozenset()
    items = node.items if isinstance(node, Items) else [node] if node.value else []
    found: set[str] = set()
    for item in items:
        if not isinstance(item, Text):
            taker.fault(item.line or line, f"each value of '{dimension}' is one word")
        elif item.value not in allowed:
            hint = "" if item.value != "any" else " Write 'any' alone, without a list."
            hint = hint or nearest(item.value, allowed)
            message = f"{quoted(item.value)} is no value of '{dimension}'.{hint} It has {listed(allowed)}"
            taker.fault(item.line or line, message)
        elif item.value in found:
            taker.fault(item.line or line, f"{quoted(item.value)} stands twice in '{dimension}'")
        else:
            found.add(item.value)
    return frozenset(found)


def outside(inner: Scope, scope: Scope, doubtful: Scope) -> list[str]:
    """Values of a narrower scope that the scope with its doubtful values does not have, as ``dimension.value``."""
    return [
        f"{dimension}.{value}"
        for dimension, values in inner.items()
        for value in sorted(values - scope.get(dimension, frozenset()) - doubtful.get(dimension, frozenset()))
    ]


def plain_scope(scope: Scope, standard: Standard) -> dict[str, object]:
    """A scope as files write it: ``any`` where it has every value, else the values in the standard's order.

    Args:
        scope: the scope.
        standard: whose dimensions it uses.
    """
    written: dict[str, object] = {}
    for dimension in standard.dimensions:
        if dimension.code in scope:
            codes = [value.code for value in dimension.values]
            values = [code for code in codes if code in scope[dimension.code]]
            written[dimension.code] = "any" if values == codes else values
    return written
