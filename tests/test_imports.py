"""Imports go one way, app → ui → qa → index, and each heavy library is imported in one place.

What is installed is all that is imported.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = {"index": 0, "qa": 1, "ui": 2, "app": 3, "evals": 4}
ONLY_IN = {
    "streamlit": {"app.py", "ui", "evals/page_client.py"},
    "chromadb": {"index/vectors.py", "evals/processes.py"},
    "openvino": {"index/bert_graph.py", "index/streams.py", "evals/processes.py"},
    "sentence_transformers": {"index/torch_encoder.py"},
    "py3langid": {"index/language.py"},
    "sentencex": {"index/sentences.py"},
    "datasketch": {"index/stories.py"},
    "rich": {"index/progress_bar.py"},
    "playwright": {"evals/screens.py", "evals/startup.py"},
    "dotenv": {"qa/config.py"},
    "langchain": {"qa/chat_models/models.py"},
    "langchain_core": {
        "qa/langchain_retriever.py",
        "qa/chat_models/models.py",
        "qa/chat_models/prompts.py",
        "qa/chat_models/streaming.py",
        "evals/throughput.py",
    },
    "langchain_chroma": {"evals/throughput.py"},
    "langchain_huggingface": {"evals/throughput.py"},
    "langchain_text_splitters": {"evals/throughput.py"},
    "torch": {"index/torch_encoder.py", "qa/span_model.py", "qa/weights.py", "qa/training"},
    "transformers": {"index/torch_encoder.py", "qa/span_model.py", "qa/training"},
}
# A page that only lists articles must not wait for these.
HEAVY = {
    "torch",
    "chromadb",
    "datasketch",
    "openvino",
    "sentence_transformers",
    "transformers",
    "langchain",
    "langchain_core",
    "playwright",
    "rich",
}
MAY_BE_HEAVY = {"qa/training", "qa/langchain_retriever.py", "index/progress_bar.py"}

SOURCES = [ROOT / "app.py", *(path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py")))]


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """(module, whether it is imported when the file is) for each import; those for the type checker are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    at_top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in at_top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, id(node) in at_top


def lies_in(path: Path, places: set[str]) -> bool:
    name = path.relative_to(ROOT).as_posix()
    return any(name == place or name.startswith(f"{place}/") for place in places)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_down_only(path: Path) -> None:
    own = LAYERS[path.relative_to(ROOT).parts[0].removesuffix(".py")]
    for module, _ in imports(path):
        layer = LAYERS.get(module.split(".")[0])
        assert layer is None or layer <= own, f"{path.name} imports {module}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_library_is_imported_in_its_place(path: Path) -> None:
    for module, at_top in imports(path):
        library = module.split(".")[0]
        if library in ONLY_IN:
            assert lies_in(path, ONLY_IN[library]), f"{path.name} imports {module}"
        if library in HEAVY and at_top:
            assert lies_in(path, MAY_BE_HEAVY), f"{path.name} loads {module} when it is imported"


def test_every_package_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders = {path.parent.relative_to(ROOT) for path in SOURCES} - {Path()}
    assert sorted(project["tool"]["setuptools"]["packages"]) == sorted(".".join(folder.parts) for folder in folders)
