"""Run every check and report every failure, not the first."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "layers": ["lint-imports"],
    "templates": ["djlint", "--profile", "jinja", "--extension", "jinja", "--quiet", "--lint", "src/heed"],
    "migrations": ["heed", "makemigrations", "--check", "--dry-run"],
    "django": ["heed", "check", "--fail-level", "WARNING"],
    "locks": [sys.executable, "tools/locks.py"],
}


def main() -> int:
    """Run them two at a time, print what failed, return 1 when anything did."""
    with ThreadPoolExecutor(2) as pool:
        done = dict(zip(CHECKS, pool.map(_run, CHECKS.values()), strict=True))
    for name, result in done.items():
        print(f"{'ok  ' if result.returncode == 0 else 'FAIL'} {name}")
    for name, result in done.items():
        if result.returncode:
            print(f"\n--- {name} ---\n{result.stdout}")
    return 1 if any(result.returncode for result in done.values()) else 0


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run one check with both of its streams together."""
    return subprocess.run(command, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


if __name__ == "__main__":
    sys.exit(main())
