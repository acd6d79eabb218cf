"""The browser libraries kept in static/vendor: `python -m polytill.web.vendored` verifies them, `--fetch` renews them.

Browsers resolve no bare names and an import map is an inline script, so the names between the packages
("preact", "preact/hooks") are rewritten to the files beside them, and the pointer to a source map (not kept here) is
dropped. Nothing else changes.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "static" / "vendor"
LIST = FOLDER / "VENDORED.json"
REWRITES = {
    'from"preact/hooks"': 'from"./hooks.js"',
    'from"preact"': 'from"./preact.js"',
    'from"@preact/signals-core"': 'from"./signals-core.js"',
}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def listed() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(LIST.read_text())
    return entries


def faults() -> list[str]:
    """A line for each vendored file that is missing, altered or not listed."""
    expected = {name: digest for entry in listed() for name, digest in entry["files"].items()}
    found = {path.name: sha256(path.read_bytes()) for path in FOLDER.iterdir() if path != LIST}
    wrong = [f"{name}: missing or altered" for name, digest in expected.items() if found.get(name) != digest]
    return wrong + [f"{name}: not listed" for name in sorted(found.keys() - expected.keys())]


def fetch(entry: dict[str, Any]) -> None:
    """Takes the package from npm by exact version; refuses another content than the recorded one."""
    with tempfile.TemporaryDirectory() as folder:
        spec = f"{entry['package']}@{entry['version']}"
        command = ["npm", "pack", "--silent", spec]
        packed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        archive = Path(folder) / packed.stdout.strip()
        digest = sha256(archive.read_bytes())
        if entry["sha256"] not in ("", digest):
            raise SystemExit(f"{spec}: npm gave {digest}, recorded is {entry['sha256']}")
        entry["sha256"] = digest
        with tarfile.open(archive) as tar:
            entry["files"] = {target: _copy(tar, source, target) for source, target in entry["takes"].items()}


def _copy(tar: tarfile.TarFile, source: str, target: str) -> str:
    member = tar.extractfile(f"package/{source}")
    assert member is not None
    content = member.read()
    if target.endswith(".js"):
        text = re.sub(r"//# sourceMappingURL=\S+", "", content.decode())
        for bare, relative in REWRITES.items():
            text = text.replace(bare, relative)
        content = text.encode()
    (FOLDER / target).write_bytes(content)
    return sha256(content)


def main(arguments: list[str]) -> int:
    if "--fetch" in arguments:
        entries = listed()
        for entry in entries:
            fetch(entry)
        LIST.write_text(json.dumps(entries, indent=2) + "\n")
    wrong = faults()
    print("\n".join(wrong) or f"{len(listed())} vendored packages are as recorded")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
