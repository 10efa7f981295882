"""What epochs are drawn from: questions with their rivals, most of which are drawn anew each time."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.embedder import SentenceTransformerEmbedder, packaged_model
from qa.training.batches import Encoder, Row, epoch_shares
from qa.training.examples import Example, natural_questions, squad_examples
from qa.training.negatives import near_misses, sentences_alone, swapped_questions, without_answer
from qa.training.written import written_examples

_SHARE = 8  # rows
_NEAR_MISSES = 6  # kept of each question
_MISSED = 0.6  # of the answered questions meet one in an epoch
_LEFT_OUT = 0.3  # of the near misses are the passage itself without the sentences that answer
_SWAPPED = 1_500  # an epoch
_ALONE = 0.3  # of the questions meet in an epoch a sentence by itself, the answered ones two that do not answer as well


@dataclass(frozen=True, slots=True)
class Asked:
    """An answered row and what looks like it: near-miss passages, its own less the answer, the question renamed."""

    row: Row
    misses: list[Row]
    left_out: Row | None
    swapped: Row | None


@dataclass(frozen=True, slots=True)
class Pool:
    """Answered questions, by its tokens each passage's unanswered ones, and the sentences that are read alone."""

    asked: list[Asked]
    unanswered: dict[tuple[int, ...], list[Row]]
    alone: list[list[Row]]  # a question over one sentence, and over others of the same passage

    def epoch(self, seed: int, number: int) -> list[list[list[Row]]]:
        """The shares of an epoch, the same for the same seed: every question, most answered ones with a near miss."""
        chance = random.Random(f"{seed} {number}")
        units = [[asked.row, *(_miss(asked, chance) if chance.random() < _MISSED else [])] for asked in self.asked]
        by_passage = defaultdict(list)
        for unit in units:
            by_passage[tuple(unit[0].passage)].append(unit)
        for passage, rows in self.unanswered.items():
            for n, row in enumerate(chance.sample(rows, len(rows))):
                homes = by_passage[passage]
                if homes:
                    homes[n % len(homes)].append(row)
                else:
                    units.append([row])
        swappable = [n for n, asked in enumerate(self.asked) if asked.swapped]
        for n in chance.sample(swappable, min(_SWAPPED, len(swappable))):
            swapped = self.asked[n].swapped
            if swapped:
                units[n].append(swapped)
        for first, *others in self.alone:
            if chance.random() < _ALONE:
                units.append([first, *chance.sample(others, min(2, len(others)))])
        return epoch_shares(units, _SHARE, chance)


def _miss(asked: Asked, chance: random.Random) -> list[Row]:
    if asked.left_out and (chance.random() < _LEFT_OUT or not asked.misses):
        return [asked.left_out]
    # The hardest twice as often as the last.
    weights = [2 - n / len(asked.misses) for n in range(len(asked.misses))]
    return chance.choices(asked.misses, weights) if asked.misses else []


def read_pool(data: Path, seed: int, told: float) -> Pool:
    """SQuAD without the held-out articles, Natural Questions and our own, with near misses from our own retrieval."""
    from tokenizers import Tokenizer

    examples = [*squad_examples(data), *natural_questions(data), *written_examples(data, told)]
    answered = [example for example in examples if example.spans]
    others = [example for example in examples if not example.spans]
    misses = near_misses([*answered, *others], SentenceTransformerEmbedder(), _NEAR_MISSES)
    left_out = [without_answer(example) for example in answered]
    swapped = swapped_questions(answered, seed)
    print(
        f"{len(answered)} answered, {len(others)} not, {sum(map(len, misses))} near misses, "
        f"{sum(map(bool, left_out))} without their answer, {sum(map(bool, swapped))} swapped",
        flush=True,
    )
    tokenizer = Tokenizer.from_file(str(packaged_model() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    encoder = Encoder(tokenizer)

    def one_each(examples: Sequence[Example | None]) -> list[Row | None]:
        rows = iter(encoder.rows([example for example in examples if example]))
        return [next(rows) if example else None for example in examples]

    encoded = [encoder.rows(examples) for examples in misses]
    asked = map(Asked, encoder.rows(answered), encoded, one_each(left_out), one_each(swapped))
    unanswered = defaultdict(list)
    for row in encoder.rows(others):
        unanswered[tuple(row.passage)].append(row)
    alone = [encoder.rows(sentences) for example in examples if (sentences := sentences_alone(example))]
    return Pool(list(asked), dict(unanswered), alone)
