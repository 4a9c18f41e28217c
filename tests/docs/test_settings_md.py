"""docs/settings.md names every setting, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_setting_is_described_and_every_description_is_a_setting():
    code = (ROOT / "src/heed/config/settings.py").read_text("utf-8")
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", code))
    described = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text("utf-8"), re.MULTILINE))

    assert described == read


def test_no_other_file_reads_the_environment_for_settings():
    for path in (ROOT / "src/heed").rglob("*.py"):
        if path.name == "settings.py":
            continue
        found = re.findall(r"environ(?:\.get\(|\[)\"(HEED_[A-Z_]+|DATABASE_URL)\"", path.read_text("utf-8"))
        writes = re.findall(r"environ\[\"(HEED_[A-Z_]+|DATABASE_URL)\"\]\s*=", path.read_text("utf-8"))
        assert set(found) <= set(writes), f"{path} reads {found}"
