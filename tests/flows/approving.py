"""What a leader does: type their name beside a code in the Approvals tab."""

from outreach.bootstrap import App
from outreach.domain.snapshot import Block
from outreach.domain.system_tab import SystemTab
from outreach.rendering.system_tabs import APPROVED_BY


def approve_as(world: App, name: str, code: str) -> None:
    """Types `name` beside `code`; what others typed in the column stays."""
    rows = world.sheets.read().grids[SystemTab.APPROVALS].rows
    typed = [(row[APPROVED_BY - 1] if len(row) >= APPROVED_BY else None) for row in rows]
    beside = next(number for number, row in enumerate(rows) if row[0] == code)
    typed[beside] = name
    world.sheets.write((Block(SystemTab.APPROVALS, tuple((cell,) for cell in typed), column=APPROVED_BY),))
