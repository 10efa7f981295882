"""Search over the catalog alone, where Chroma cannot be opened: the same answers."""

from contextlib import closing

import pytest

from index.exact import ExactVectors
from tests.index.desk import STORIES, Desk


def test_it_finds_what_chroma_finds(built: Desk) -> None:
    built.write("copy.txt", "More boats.\n\n" + STORIES["ferry.txt"])
    built.build()
    question = built.embedder.embed(["ferry crews and a museum in Bergen"])[0]
    with closing(built.index()) as index, index.snapshot() as snapshot:
        exact = ExactVectors(snapshot._catalog)
        found, expected = exact.search(question, 4), snapshot.search_vectors(question, 4)
        assert [id_ for id_, _ in found[:3]] == [id_ for id_, _ in expected[:3]]
        assert [cosine for _, cosine in found] == pytest.approx([cosine for _, cosine in expected], abs=1e-5)
        assert len(exact.search(question, 100)) == 7
        exact.close()


@pytest.mark.usefixtures("permissions_count")
def test_a_data_directory_that_must_not_be_written_answers(built: Desk) -> None:
    folders = [built.data, *(path for path in built.data.rglob("*"))]
    modes = {path: path.stat().st_mode for path in folders}
    for path in folders:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert built.ask("ferry crews") == ("news/ferry.txt", "news/ferry.txt")
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
