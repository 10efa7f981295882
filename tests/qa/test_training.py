"""What the reader learns from: spans, near misses, swapped questions, batches and the loss. Nothing is trained here."""

import gzip
import json
import random
from pathlib import Path

import pytest
import torch

from index.embedder import packaged_model
from qa.training.batches import Encoder, Row, epoch_batches, to_batch
from qa.training.examples import Example, squad_examples
from qa.training.learning import span_loss
from qa.training.negatives import near_misses, swapped_questions
from tests.fakes import BagOfWords

FERRY = "The ferry sank in May. In 1912 the ferry of Ada Stone was new, but Ben Hall sold it in 1915 to Ada Stone."


def _squad(data: Path, version: str, articles: dict[str, list[tuple[str, list[str]]]]) -> None:
    rows = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": FERRY,
                    "qas": [{"question": q, "answers": [{"text": text} for text in texts]} for q, texts in questions],
                }
            ],
        }
        for title, questions in articles.items()
    ]
    (data / "squad").mkdir(exist_ok=True)
    with gzip.open(data / "squad" / f"{version}.reconstructed.json.gz", "wt", encoding="utf-8") as file:
        json.dump({"data": rows}, file)


def test_both_versions_give_one_example_with_all_its_answers_and_held_out_articles_none(tmp_path: Path) -> None:
    _squad(tmp_path, "dev-v2.0", {"Ferries": [("When?", ["1912"]), ("Why?", [])], "Normans": [("Who?", ["Ben Hall"])]})
    _squad(tmp_path, "dev-v1.1", {"Ferries": [("When? ", ["In 1912"])]})
    when, why = squad_examples(tmp_path)
    assert when.answers == {"1912", "in 1912"}
    assert why == Example("Why?", FERRY)


def test_an_answer_is_found_wherever_it_stands_as_whole_words(tmp_path: Path) -> None:
    _squad(tmp_path, "dev-v2.0", {"Ferries": [("Whose?", ["Ada Stone"]), ("What?", ["ferr"]), ("Which?", ["a"])]})
    _squad(tmp_path, "dev-v1.1", {})
    whose, what, which = squad_examples(tmp_path)
    assert [FERRY[start:end] for start, end in whose.spans] == ["Ada Stone", "Ada Stone"]
    assert what.spans == ((4, 8),)  # nowhere a word: its first place is the best guess
    assert which.spans == ((FERRY.index("a"), FERRY.index("a") + 1),)


def test_near_misses_look_right_and_do_not_hold_the_answer() -> None:
    asked = Example("When did the ferry sink?", "The ferry sank in May.", ((18, 21),))
    others = ["The ferry sank twice.", "The ferry sank in May again.", "Bread is baked early."]
    examples = [asked, *(Example("", passage) for passage in others)]
    (misses,) = near_misses([*examples, *(Example("", f"filler {n}") for n in range(40))], BagOfWords(), most=2)
    assert misses[0] == Example(asked.question, "The ferry sank twice.")
    assert all("May" not in miss.passage for miss in misses)


def test_a_swapped_question_names_somebody_else_from_the_passage() -> None:
    start = FERRY.index("1912")
    question = "In which year was the ferry of Ada Stone new?"
    (swapped,) = swapped_questions([Example(question, FERRY, ((start, start + 4),))], seed=1)
    assert swapped == Example("In which year was the ferry of Ben Hall new?", FERRY)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(packaged_model() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Encoder(tokenizer)


def test_a_batch_points_at_the_answers_tokens(encoder: Encoder) -> None:
    start = FERRY.index("Ben Hall")
    rows = encoder.rows([Example("Who sold it?", FERRY, ((start, start + 8),)), Example("Why?", FERRY)])
    batch = to_batch(rows, random.Random(1))
    first, last = batch.spans[0, 0].tolist()
    assert encoder.tokenizer.decode(batch.ids[0, first : last + 1].tolist()) == "ben hall"
    assert batch.spans[1, 0].tolist() == [0, 0]
    assert batch.valid.sum(dim=1).tolist() == [1, 1]


def test_a_long_passage_is_cut_around_an_answer() -> None:
    row = Row([7] * 5, [*range(2_000, 3_000)], ((900, 902), (10, 11)))
    for seed in range(20):
        batch = to_batch([row], random.Random(seed))
        first, last = batch.spans[0, 0].tolist()
        assert batch.ids[0, first : last + 1].tolist() in ([2_900, 2_901, 2_902], [2_010, 2_011])
        assert batch.ids.shape[1] <= 176


def test_epochs_differ_and_the_same_seed_gives_the_same() -> None:
    rows = [Row([1], [n] * (n % 50 + 1), ()) for n in range(300)]
    one, again, other = (epoch_batches(rows, 8, random.Random(seed)) for seed in ("7 0", "7 0", "7 1"))
    assert one == again != other
    assert all(len(batch) == 8 for batch in one)
    assert max(max(map(len, batch)) - min(map(len, batch)) for batch in one) <= 4


def test_the_loss_is_small_only_where_the_right_span_and_the_null_answer_win() -> None:
    rows = [Row([5], [6, 7, 8], ((1, 2),)), Row([5], [6, 7, 8], ())]
    batch = to_batch(rows, random.Random(1))
    starts, ends = torch.zeros(batch.ids.shape), torch.zeros(batch.ids.shape)
    undecided = span_loss(starts, ends, batch)
    starts[0, 4] = ends[0, 5] = starts[1, 0] = ends[1, 0] = 20.0
    assert span_loss(starts, ends, batch) < 1e-3 < undecided
    assert span_loss(starts.flip(0), ends.flip(0), batch) > undecided
