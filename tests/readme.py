"""The README with its examples run anew: ``python -m tests.readme -o build/docs/README.md``.

In a block fenced as ``console``, each line ``$ profiles ...`` is run and what follows it, up to the next
command or the end of the block, is replaced by what it prints. Other commands, and blocks fenced as ``sh``,
are left alone.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _printed(command: str) -> str:
    # The `profiles` of this environment, at a fixed width and without colours.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(command, shell=True, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"README.md: {command!r} exits {done.returncode}\n{done.stderr}")
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def _rerun(block: re.Match[str]) -> str:
    parts = re.split(r"^(\$ .*\n)", block[1], flags=re.MULTILINE)
    for place in range(1, len(parts), 2):
        if parts[place].startswith("$ profiles "):
            parts[place + 1] = _printed(parts[place][2:].strip())
    return "```console\n" + "".join(parts) + "```"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True)
    output: Path = parser.parse_args().output
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    output.write_text(BLOCK.sub(_rerun, text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
