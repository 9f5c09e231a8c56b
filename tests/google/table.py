"""Tables as `values:append` finds them: cells with content that touch, sideways or by a corner."""

from tests.google.area import Bounds
from tests.google.sheet import Place, Sheet

AROUND = [(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1) if row or column]


def last_table(sheet: Sheet, bounds: Bounds) -> Bounds | None:
    """The last table that has a part in these bounds: the one that ends lowest, then furthest right."""
    found = [table for table in tables(sheet) if table.meets(bounds)]
    return max(found, key=lambda table: (table.bottom, table.right), default=None)


def tables(sheet: Sheet) -> list[Bounds]:
    """Every table of a tab, as the rectangle around it; rectangles that meet are one."""
    left = {place for place, cell in sheet.cells.items() if cell.entered is not None}
    found: list[Bounds] = []
    while left:
        found.append(_around(_cluster(left)))
    return _joined(found)


def _cluster(left: set[Place]) -> list[Place]:
    """Takes one cell and all that hang together with it out of `left`."""
    cluster, waiting = [], [left.pop()]
    while waiting:
        row, column = waiting.pop()
        cluster.append((row, column))
        near = {(row + down, column + across) for down, across in AROUND} & left
        left -= near
        waiting.extend(near)
    return cluster


def _around(cluster: list[Place]) -> Bounds:
    rows, columns = [row for row, _ in cluster], [column for _, column in cluster]
    return Bounds(min(rows), max(rows) + 1, min(columns), max(columns) + 1)


def _joined(found: list[Bounds]) -> list[Bounds]:
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            if one.meets(other):
                union = Bounds(
                    min(one.top, other.top),
                    max(one.bottom, other.bottom),
                    min(one.left, other.left),
                    max(one.right, other.right),
                )
                return _joined([rest for rest in found if rest not in (one, other)] + [union])
    return found
