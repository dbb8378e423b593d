"""Makes the Python environment of the tests that need one: make_env.py [FOLDER], default .venv-engines.

Standard library only. What is there and whole is left as it is.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "requirements.txt"


def main() -> int:
    root = HERE.parent.parent
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else root / ".venv-engines"
    mark = folder / "requirements.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return 0
    venv.create(folder, with_pip=True, clear=True)
    python = folder / (
        "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    )
    command = [python, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS]
    done = subprocess.run(command, check=False)
    if done.returncode == 0:
        # Last of all: half an environment is none.
        mark.write_text(wanted)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
