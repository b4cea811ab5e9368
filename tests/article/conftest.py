import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data() -> Path:
    """Measuring data that is not part of the project."""
    folder = Path(os.environ.get("NARRATOR_DATA") or Path(__file__).parents[3] / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no measuring data in {folder} (NARRATOR_DATA)")
    return folder
