"""The layers only look down; what proves it is in pyproject.toml under [tool.importlinter]."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_layers_only_look_down() -> None:
    command = Path(sys.executable).parent / "lint-imports"
    outcome = subprocess.run(
        [command, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_every_package_of_the_house_stands_in_a_contract() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    named = {
        module.removeprefix("assessor.")
        for contract in contracts
        for module in [*contract.get("layers", []), *contract.get("source_modules", [])]
    }
    packages = {path.parent.name for path in (ROOT / "assessor").glob("*/__init__.py")}
    assert packages <= named
