"""Results kept beside the code that produced them, each with its date and commit."""

import json
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"


def keep_result(name: str, figures: object) -> Path:
    """Write ``figures`` to evals/results/NAME.json with the date, the commit and whether the tree was dirty."""
    path = RESULTS / f"{name}.json"
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": _git("rev-parse", "--short", "HEAD"),
        "dirty": bool(_git("status", "--porcelain", "--", ":/*.py")),
        "python": platform.python_version(),
        "figures": figures,
    }
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return path


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=RESULTS, capture_output=True, text=True, check=False).stdout.strip()
