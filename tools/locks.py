"""Check that the locks name no registry and hold what pyproject.toml and package.json ask for."""

import json
import re
import sys
import tomllib
from pathlib import Path


def main() -> int:
    """Print what is wrong; return 1 when anything is."""
    wrong = [*_addresses(), *_missing()]
    print("\n".join(wrong) or "the locks are whole")
    return 1 if wrong else 0


def _addresses() -> list[str]:
    """Name lock files that say where packages come from."""
    files = [*Path("requirements").glob("*.txt"), Path("package-lock.json")]
    return [
        f"{file} names an address"
        for file in files
        if re.search(r"https?://[^\"\s]*registry|--index-url|\"resolved\"", file.read_text("utf-8"))
    ]


def _missing() -> list[str]:
    """Name dependencies that no lock holds."""
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))
    locked = {
        line.split("==")[0].lower().replace("_", "-")
        for line in Path("requirements/dev.txt").read_text("utf-8").splitlines()
        if "==" in line
    }
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = [re.split(r"[\[~>=<; ]", one)[0].lower().replace("_", "-") for one in asked]
    missing = [f"{name} is not in requirements/dev.txt" for name in names if name not in locked]
    lock = json.loads(Path("package-lock.json").read_text("utf-8"))["packages"]
    package = json.loads(Path("package.json").read_text("utf-8"))
    wanted = [*package.get("dependencies", {}), *package.get("devDependencies", {})]
    return missing + [f"{name} is not in package-lock.json" for name in wanted if f"node_modules/{name}" not in lock]


if __name__ == "__main__":
    sys.exit(main())
