"""What the reader learns from: spans, near misses, swapped questions, batches and the loss. Nothing is trained here."""

import gzip
import json
import multiprocessing
import random
from collections import Counter
from pathlib import Path

import pytest
import torch

from evals.answers import read_questions
from index.embedder import packaged_model
from qa.training import written
from qa.training.average import average
from qa.training.batches import Encoder, Row, epoch_shares, to_batch
from qa.training.examples import HELD_OUT, Example, HeldOut, squad_examples
from qa.training.learning import SHARES, Meeting, averaged, span_loss
from qa.training.negatives import near_misses, sentences_alone, swapped_questions, without_answer
from qa.training.pool import Asked, Pool
from qa.weights import WEIGHTS, load_compact, save_compact
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


def test_leaving_the_answer_out_leaves_the_rest_of_the_passage() -> None:
    passage = "It rained. In May the ferry sank. Nobody drowned."
    start = passage.index("May")
    assert without_answer(Example("When did the ferry sink?", passage, ((start, start + 3),))) == Example(
        "When did the ferry sink?", "It rained. Nobody drowned."
    )
    again = passage + " All this in may."
    assert without_answer(Example("When did the ferry sink?", again, ((start, start + 3),))) is None
    assert without_answer(Example("What fell?", "It rained. It was wet.", ((3, 9),))) is None


def test_a_sentence_that_answers_stands_before_those_that_look_most_like_the_question() -> None:
    passage = "The crew rested. In May the ferry sank. The ferry was old. Nobody drowned."
    start = passage.index("May")
    answered = Example("When did the ferry sink?", passage, ((start, start + 3),))
    sentences = sentences_alone(answered)
    assert sentences[0] == Example(answered.question, "In May the ferry sank.", ((3, 6),))
    assert [one.passage for one in sentences[1:]] == ["The ferry was old.", "The crew rested.", "Nobody drowned."]
    assert [one.passage for one in sentences_alone(Example("Who was the crew?", passage))] == ["The crew rested."]
    across = passage.index("sank. The")
    assert not sentences_alone(Example(answered.question, passage, ((across, across + 9),)))


def test_a_swapped_question_names_somebody_else_from_the_passage() -> None:
    start = FERRY.index("1912")
    question = "In which year was the ferry of Ada Stone new?"
    examples = [Example("Why?", FERRY, ((4, 9),)), Example(question, FERRY, ((start, start + 4),))]
    assert swapped_questions(examples, seed=1) == [None, Example("In which year was the ferry of Ben Hall new?", FERRY)]


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
    batch = to_batch([rows], random.Random(1))
    first, last = batch.spans[0, 0].tolist()
    assert encoder.tokenizer.decode(batch.ids[0, first : last + 1].tolist()) == "ben hall"
    assert batch.spans[1, 0].tolist() == [0, 0]
    assert batch.valid.sum(dim=1).tolist() == [1, 1]


def test_a_long_passage_is_cut_around_an_answer() -> None:
    row = Row([7] * 5, [*range(2_000, 3_000)], ((900, 902), (10, 11)))
    for seed in range(20):
        batch = to_batch([[row]], random.Random(seed))
        first, last = batch.spans[0, 0].tolist()
        assert batch.ids[0, first : last + 1].tolist() in ([2_900, 2_901, 2_902], [2_010, 2_011])
        assert batch.ids.shape[1] <= 176


def test_epochs_differ_and_the_same_seed_gives_the_same() -> None:
    units = [[Row([1], [n] * (n % 50 + 1), ()), Row([2], [n] * 30, ())] for n in range(300)]
    one, again, other = (epoch_shares(units, 8, random.Random(seed)) for seed in ("7 0", "7 0", "7 1"))
    assert one == again != other
    assert all(len(share) == 4 for share in one)
    for share in one:
        firsts = [len(first) for first, _ in share]
        assert max(firsts) - min(firsts) <= 2
        assert all(len(rival) <= len(first) for first, rival in share)  # rivals make no batch longer


def test_a_question_meets_its_near_miss_and_what_its_passage_does_not_answer() -> None:
    asked = [
        Asked(Row([n], [n, 7, 8], ((1, 1),)), [Row([n], [5, 6], ())], Row([n], [n, 8], ()), Row([99], [n, 7, 8], ()))
        for n in range(400, 448)
    ]
    unanswered = {(400, 7, 8): [Row([1], [400, 7, 8], ()), Row([2], [400, 7, 8], ())], (3,): [Row([3], [3], ())]}
    alone = [[Row([n], [n, n], ((0, 0),)), *(Row([n], [other], ()) for other in range(3))] for n in range(500, 540)]
    pool = Pool(asked, unanswered, alone)
    shares = pool.epoch(seed=7, number=0)
    units = {tuple(unit[0].passage): unit for share in shares for unit in share}
    by_themselves = [units.pop(tuple(sentence.passage)) for sentence, *_ in alone if tuple(sentence.passage) in units]
    assert 0 < len(by_themselves) < 40 and all(len(unit) == 3 for unit in by_themselves)
    assert {tuple(row.question) for row in units[400, 7, 8]} == {(400,), (1,), (2,), (99,)}
    misses = [unit[1].passage for passage, unit in units.items() if passage != (3,)]
    assert [5, 6] in misses and any(miss[-1] == 8 for miss in misses)
    assert pool.epoch(7, 0) == shares != pool.epoch(7, 1)


def test_the_loss_is_small_only_where_the_right_span_and_the_null_answer_win() -> None:
    rows = [Row([5], [6, 7, 8], ((1, 2),)), Row([5], [6, 7, 8], ())]
    batch = to_batch([rows], random.Random(1))
    starts, ends = torch.zeros(batch.ids.shape), torch.zeros(batch.ids.shape)
    undecided = span_loss(starts, ends, batch)
    starts[0, 4] = ends[0, 5] = starts[1, 0] = ends[1, 0] = 20.0
    assert span_loss(starts, ends, batch) < 1e-3 < undecided
    assert span_loss(starts.flip(0), ends.flip(0), batch) > undecided


def test_an_order_among_rivals_counts_more_than_one_among_strangers() -> None:
    answered, miss = Row([5], [6, 7, 8], ((1, 2),)), Row([5], [9, 9, 9], ())
    stranger = Row([4], [3, 3, 3], ())
    starts, ends = torch.zeros(3, 16), torch.zeros(3, 16)
    starts[1, 3] = 5.0  # the second row looks answered
    as_rival = span_loss(starts, ends, to_batch([[answered, miss], [stranger]], random.Random(1)))
    as_stranger = span_loss(starts, ends, to_batch([[answered], [miss], [stranger]], random.Random(1)))
    assert as_rival > as_stranger


def test_each_share_is_taken_once() -> None:
    context = multiprocessing.get_context("spawn")
    meeting = Meeting(torch.zeros(2, 1), context.Barrier(1), context.Value("q", 0), context.Value("d", 0.0))
    one, other = meeting.take(0), meeting.take(0)
    assert [next(one), next(other), *one, *other] == [*range(SHARES)]
    assert [*meeting.take(1)] == [*range(SHARES)]


def test_weights_are_averaged_evenly() -> None:
    average = averaged({}, 0, {"w": torch.tensor([1.0])})
    average = averaged(average, 1, {"w": torch.tensor([2.0])})
    assert averaged(average, 2, {"w": torch.tensor([6.0])})["w"].item() == pytest.approx(3.0)


def test_an_average_lies_between_its_two_weights(tmp_path: Path) -> None:
    nothing = average(WEIGHTS, WEIGHTS, 1.0)
    with torch.no_grad():
        for weights in nothing.parameters():
            weights.zero_()
    save_compact(nothing, tmp_path)
    before = load_compact(WEIGHTS)
    for name, weights in average(WEIGHTS, tmp_path, 0.75).named_parameters():
        torch.testing.assert_close(weights, 0.25 * before[name])


def test_questions_of_our_own_are_read_with_their_passages_and_some_stories_are_kept_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = [f"onestop_english/Adv-Txt/{n}.txt" for n in range(40)]
    for story in stories:
        (tmp_path / story).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / story).write_text("\ufeffIt rained. The ferry sank in May.", encoding="utf-8")
    (tmp_path / "wice").mkdir()
    page = {"evidence": ["A title of the page", "Menu", "Bread is baked early in the town."]}
    (tmp_path / "wice" / "claim_dev.jsonl").write_text(json.dumps(page), encoding="utf-8")
    _squad(tmp_path, "dev-v1.1", {"Ferries": [("When?", ["1912"])]})
    (tmp_path / "nq_oracle").mkdir()
    with gzip.open(tmp_path / "nq_oracle" / "nq-open-oracle.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"ctxs": [{"text": "Rye bread keeps for weeks."}]}))
    asked = [("When did the ferry sink?", "May"), ("Who drowned?", "")]
    lines = [{"source": story, "start": 11, "end": 33, "questions": asked} for story in stories]
    lines.append({"source": "wice/0", "start": 0, "end": 14, "questions": [("What is baked?", "Bread")]})
    lines.append({"source": "nq/0", "start": 0, "end": 26, "questions": [("What keeps?", "Rye bread")]})
    lines.append({"source": "squad/Ferries/0", "start": 0, "end": len(FERRY), "sentences": [("Ben Hall sank.", "")]})
    file = tmp_path / "written.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    monkeypatch.setattr(written, "_FILE", file)
    monkeypatch.setattr(written, "balanced", list)
    examples, (held_out, sentences) = written.written_examples(tmp_path), written.held_out_news(tmp_path)
    assert examples[-3:] == [
        Example("What is baked?", "Bread is baked", ((0, 5),)),
        Example("What keeps?", "Rye bread keeps for weeks.", ((0, 9),)),
        Example("Ben Hall sank.", FERRY),
    ]
    assert written.written_examples(tmp_path, told=0) == examples[:-1], "the sentences, by lot, and no question"
    passage = "The ferry sank in May."
    assert examples[:2] == [Example("When did the ferry sink?", passage, ((18, 21),)), Example("Who drowned?", passage)]
    assert held_out[:2] == [
        HeldOut("When did the ferry sink?", passage, ("May",)),
        HeldOut("Who drowned?", passage, ()),
    ]
    assert len(examples) - 3 + len(held_out) == 80
    assert not sentences


def test_how_many_words_a_passage_shares_tells_nothing_of_whether_it_answers() -> None:
    passage = "The old ferry of Leeport sank in May."
    near, far = "Which old ferry sank?", "What went down?"
    answered = [Example(question, passage, ((4, 13),)) for question in (near,) * 10 + (far,) * 30]
    unanswered = [Example(question, passage) for question in (near,) * 30 + (far,) * 10]
    kept = written.balanced([*answered, *unanswered])
    counts = Counter((example.question, bool(example.spans)) for example in kept)
    assert counts == {(near, True): 10, (near, False): 10, (far, True): 10, (far, False): 10}
    assert written.balanced([]) == []


def test_no_question_of_our_own_is_about_what_is_measured() -> None:
    lines = (Path(written.__file__).parent / "written.jsonl").read_text(encoding="utf-8").splitlines()
    sources = {json.loads(line)["source"] for line in lines}
    assert not {source.split("/")[1] for source in sources} & HELD_OUT
    asked = {
        question["article"] for name in ("news_dev", "news_heldout", "news_fresh") for question in read_questions(name)
    }
    stories = [source.rpartition("/")[2] for source in sources if source.startswith("onestop_english/")]
    assert not [story for story in stories if any(article in story for article in asked)]
    assert {source.partition("/")[0] for source in sources} <= {"onestop_english", "wice", "squad", "nq"}
