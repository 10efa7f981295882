"""Fixtures of the index's tests."""

import json
import shutil
from pathlib import Path

import pytest

from index.digests import digest_fields
from index.embedder import SentenceTransformerEmbedder
from tests.index.desk import STORIES, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Six short articles and no index yet."""
    desk = Desk(tmp_path / "news", tmp_path / "data")
    for name, text in STORIES.items():
        desk.write(name, text)
    return desk


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    desk = Desk(folder / "news", folder / "data")
    for name, text in STORIES.items():
        desk.write(name, text)
    desk.build()
    return folder


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Desk:
    """Six short articles and their index: generation g000001, in a copy that the test may spoil."""
    shutil.copytree(built_once, tmp_path, dirs_exist_ok=True)
    _name_source(tmp_path / "data" / "generations" / "g000001" / "manifest.json", built_once, tmp_path)
    return Desk(tmp_path / "news", tmp_path / "data")


def _name_source(manifest: Path, old: Path, new: Path) -> None:
    fields = json.loads(manifest.read_text().replace(str(old), str(new)))
    manifest.write_text(json.dumps(fields | {"digest": digest_fields(fields)}))


@pytest.fixture(scope="session")
def model() -> SentenceTransformerEmbedder:
    """The packaged all-MiniLM-L6-v2."""
    return SentenceTransformerEmbedder()
