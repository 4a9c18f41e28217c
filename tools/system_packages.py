"""
Make sure that the programs the tests drive are there: `python tools/system_packages.py chromium kamailio sipp`.

On Debian and Ubuntu they are installed from the distribution, as root or through sudo without a password; elsewhere
one sentence names what is missing, and the exit code is 1.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NEEDED = {
    "chromium": (("chromium", "chromium-browser", "google-chrome"), ["chromium"]),
    "kamailio": (
        ("kamailio",),
        ["kamailio", "kamailio-json-modules", "kamailio-utils-modules", "kamailio-extra-modules"],
    ),
    "sipp": (("sipp",), ["sip-tester"]),
}
"""For each program: the names it goes by on the PATH, and the Debian packages that bring it."""


def main() -> int:
    """Install what is missing, or say what it is."""
    os.environ["PATH"] += f"{os.pathsep}/usr/sbin"
    missing = [name for name in sys.argv[1:] if not any(map(shutil.which, NEEDED[name][0]))]
    if not missing:
        return 0
    packages = [package for name in missing for package in NEEDED[name][1]]
    if _install(packages):
        missing = [name for name in missing if not any(map(shutil.which, NEEDED[name][0]))]
    if missing:
        print(f"The tests need {', '.join(missing)}: install {' '.join(packages)} and run them again.", file=sys.stderr)
    return 1 if missing else 0


def _install(packages: list[str]) -> bool:
    """Install from the distribution where that is possible without asking; say whether it was done."""
    apt = shutil.which("apt-get")
    if not apt:
        return False
    prefix: list[str] = []
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if not sudo or subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode:
            return False
        prefix = [sudo, "-n"]
    print(f"Installing {' '.join(packages)} from the distribution…", file=sys.stderr)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    keep_stopped = Path("/usr/sbin/policy-rc.d")
    guard = os.geteuid() == 0 and not keep_stopped.exists()
    if guard:
        # The tests start their own exchange: the distribution's must not come up beside it.
        keep_stopped.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
        keep_stopped.chmod(0o755)
    try:
        subprocess.run([*prefix, apt, "update", "-qq"], check=False, env=environment, stdout=sys.stderr)
        install = [*prefix, apt, "install", "-y", "-qq", "--no-install-recommends", *packages]
        return subprocess.run(install, check=False, env=environment, stdout=sys.stderr).returncode == 0
    finally:
        if guard:
            keep_stopped.unlink()


if __name__ == "__main__":
    sys.exit(main())
