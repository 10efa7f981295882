"""Imports go one way, and each heavy library comes in through one door."""

import ast
from pathlib import Path

import pytest

import index

FILES = sorted(Path(index.__file__).parent.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """The top-level packages that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("package", ["qa", "ui", "app", "evals", "streamlit", "langchain"])
def test_the_index_knows_nothing_of_what_uses_it(package: str) -> None:
    assert [path.name for path in FILES if package in imports(path)] == []


@pytest.mark.parametrize(
    ("library", "door"),
    [
        ("chromadb", "vectors.py"),
        ("sentence_transformers", "torch_encoder.py"),
        ("torch", "torch_encoder.py"),
        ("yaml", "markdown.py"),
    ],
)
def test_each_library_has_one_door(library: str, door: str) -> None:
    assert [path.name for path in FILES if library in imports(path)] == [door]
