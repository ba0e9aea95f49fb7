"""Data of other projects, for trying; not part of this repository. Tests that need it skip where it is not."""

import os
from pathlib import Path

DATA = Path(os.environ.get("HELPDESK_DATA", Path(__file__).parents[3] / "shared" / "data"))
