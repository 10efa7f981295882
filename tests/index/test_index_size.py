"""The index takes what its articles take, however often they were replaced."""

import json

from tests.index.desk import Desk


def test_replacing_every_article_does_not_grow_the_vectors(desk: Desk) -> None:
    sizes = []
    for edition in range(4):
        records = [{"id": f"{edition}/{n}", "text": f"Item a{n} b{n} c{n} of the wire."} for n in range(1_010)]
        desk.write("wire.jsonl", "\n".join(map(json.dumps, records)))
        current = desk.data / "generations" / desk.build().generation
        (graph,) = current.rglob("data_level0.bin")  # written from 1,000 vectors on
        sizes.append(graph.stat().st_size)
    assert max(sizes) < 2.5 * sizes[0]
