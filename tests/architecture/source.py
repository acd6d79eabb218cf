"""What the source says of itself, read from its text."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "polytill"


def files(folder: Path = SOURCE) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def imported(file: Path) -> set[str]:
    """Every module a file names in an import; of `from a.b import c` both a.b and a.b.c."""
    names: set[str] = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def public_functions(file: Path) -> Iterator[ast.FunctionDef]:
    for node in tree(file).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def parameters(function: ast.FunctionDef) -> list[ast.arg]:
    given = function.args
    return [*given.posonlyargs, *given.args, *given.kwonlyargs]


ASKING = {"objects", "fetch", "execute", "insert_rows", "take_ids", "cursor", "save", "_base_manager"}


def touching_the_database(file: Path) -> set[str]:
    """The functions of a file that ask the database, themselves or through others of the file."""
    names: dict[str, set[str]] = {}
    for node in tree(file).body:
        if isinstance(node, ast.FunctionDef):
            used = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
            names[node.name] = used | {inner.attr for inner in ast.walk(node) if isinstance(inner, ast.Attribute)}
    found = {name for name, used in names.items() if used & ASKING}
    while more := {name for name, used in names.items() if used & found} - found:
        found |= more
    return found


def capability_levels() -> dict[str, int]:
    """Each capability's height in the import contract; 0 is the top."""
    with (ROOT / "pyproject.toml").open("rb") as opened:
        contracts = tomllib.load(opened)["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["id"] == "capabilities"]
    return {name.strip(" ()"): level for level, layer in enumerate(layers) for name in layer.split("|")}
