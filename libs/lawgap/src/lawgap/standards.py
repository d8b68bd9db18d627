"""From a node to a standard: dimensions, cells, elements."""

from __future__ import annotations

from lawgap.cells import MAX_CELLS, count_cells
from lawgap.faults import Fault, listed, nearest, quoted
from lawgap.fields import Taker
from lawgap.models import FORCES, Block, Dimension, Element, Standard, Value
from lawgap.strictyaml import Node


def read_standard(node: Node, file: str, faults: list[Fault]) -> Standard | None:
    """Read a standard.

    Args:
        node: the file's root.
        file: its name.
        faults: collects what is wrong.

    Returns:
        The standard, or ``None`` when it has faults: nothing can be read against it then.
    """
    before = len(faults)
    taker = Taker(node, file, faults, "this standard")
    code = taker.code("standard")
    dimensions = tuple(_dimension(Taker(item, file, faults, "this dimension")) for item in taker.entries("dimensions"))
    once(taker, "dimensions", [dimension.code for dimension in dimensions])
    if not dimensions:
        taker.fault(taker.at("dimensions"), "a standard has at least one dimension")
    blocks = tuple(
        _block(Taker(item, file, faults, "this block of cells"), dimensions) for item in taker.entries("cells")
    )
    elements = tuple(_element(Taker(item, file, faults, "this element")) for item in taker.entries("elements"))
    once(taker, "elements", [element.code for element in elements])
    standard = Standard(
        code=code,
        title=taker.words("title", required=True),
        short=taker.words("short"),
        dimensions=dimensions,
        blocks=blocks or (Block({}, tuple(dimension.code for dimension in dimensions)),),
        elements=elements,
        adopted=taker.date("adopted"),
        in_force=taker.date("in_force"),
        sources=taker.texts("sources"),
        note=taker.words("note"),
    )
    taker.finish()
    if len(faults) == before and (cells := count_cells(standard)) > MAX_CELLS:
        taker.fault(taker.at("dimensions"), f"the dimensions make {cells:,} cells; at most {MAX_CELLS:,}")
    return standard if len(faults) == before else None


def _dimension(taker: Taker) -> Dimension:
    code = taker.code("code")
    values = []
    for item in taker.entries("values"):
        value = Taker(item, taker.file, taker.faults, f"a value of '{code}'")
        values.append(Value(value.code("code"), value.words("title", required=True)))
        if values[-1].code == "any":
            value.fault(value.at("code"), "'any' stands for every value and cannot be one")
        value.finish()
    if not values:
        taker.fault(taker.at("values"), f"the dimension '{code}' has no values")
    once(taker, "values", [value.code for value in values])
    found = Dimension(code, taker.words("title", required=True), tuple(values))
    taker.finish()
    return found


def _block(taker: Taker, dimensions: tuple[Dimension, ...]) -> Block:
    known = {dimension.code: [value.code for value in dimension.values] for dimension in dimensions}
    of = taker.texts("of")
    for code in of:
        if code not in known:
            taker.fault(taker.at("of"), f"{quoted(code)} is no dimension.{nearest(code, known)} It has {listed(known)}")
    fixed = {}
    for name in taker.node.items:
        if name == "of":
            continue
        value = taker.text(name)
        if name not in known:
            taker.fault(taker.at(name), f"{quoted(name)} is no dimension.{nearest(name, known)} It has {listed(known)}")
        elif name in of:
            taker.fault(taker.at(name), f"'{name}' is both fixed and among 'of'")
        elif value not in known[name]:
            taker.fault(taker.at(name), f"{quoted(value)} is no value of '{name}'; it has {listed(known[name])}")
        else:
            fixed[name] = value
    return Block(fixed, of)


def _element(taker: Taker) -> Element:
    found = Element(
        code=taker.code("code"),
        title=taker.words("title", required=True),
        text=taker.words("text"),
        force=taker.choice("force", FORCES),
        sources=taker.texts("sources"),
    )
    taker.finish()
    return found


def once(taker: Taker, name: str, codes: list[str]) -> None:
    """Report codes that stand twice in a list."""
    for code in sorted({code for code in codes if code and codes.count(code) > 1}):
        taker.fault(taker.at(name), f"{quoted(code)} stands twice in '{name}'")
