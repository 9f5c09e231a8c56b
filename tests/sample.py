"""An installation on the sample: its workbook's copy, mail into a folder, a ledger of its own."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from outreach.settings import ROOT, Settings

WORKBOOK = ROOT / "demo" / "lacralo-sample.xlsx"
LEADER = "Delroy Ashmeade-Pinto"


def sample_settings(folder: Path, **changes: Any) -> Settings:
    """All of it in this folder, whatever else a test wants."""
    plain = Settings(
        sheets=str(shutil.copyfile(WORKBOOK, folder / "workbook.xlsx")),
        mail=f"folder:{folder / 'mail'}",
        ledger=f"sqlite:///{folder / 'ledger.sqlite'}",
        state=folder,
        sender="outreach@lacralo.example",
        region="LACRALO",
        home=ROOT,
        secret=b"of one test",
    )
    return replace(plain, **changes)
