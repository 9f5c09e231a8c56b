"""What a leader does: type their name beside a code in the Approvals tab."""

from outreach.bootstrap import App
from outreach.domain.snapshot import Block
from outreach.domain.system_tab import SystemTab

NAMES = 8  # column H


def approve_as(world: App, name: str, code: str) -> None:
    """Types `name` beside `code`; what others typed in the column stays."""
    rows = world.sheets.read().grids[SystemTab.APPROVALS].rows
    typed = [(row[NAMES - 1] if len(row) >= NAMES else None) for row in rows]
    beside = next(number for number, row in enumerate(rows) if row[0] == code)
    typed[beside] = name
    world.sheets.write((Block(SystemTab.APPROVALS, tuple((cell,) for cell in typed), column=NAMES),))
