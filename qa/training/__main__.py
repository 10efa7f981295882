"""``python -m qa.training``: train the reader from the embedding model's weights and keep it in qa/reader_model."""

import argparse
import math
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoTokenizer, BertForQuestionAnswering

from index.embedder import packaged_model
from qa.training.examples import Example, training_examples
from qa.weights import WEIGHTS, save_compact

_LEARNING_RATE = 1.5e-4
_BATCH = 32
_MAX_TOKENS = 320


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and save."""
    options = _parse(arguments)
    torch.manual_seed(options.seed)
    pairs = training_examples(options.data, options.seed)
    folder = packaged_model()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    # On a processor without a GPU, fused attention and dropout make a step ten times slower.
    model = BertForQuestionAnswering.from_pretrained(
        folder, attn_implementation="eager", attention_probs_dropout_prob=0.0, hidden_dropout_prob=0.0
    )
    batches = _encode(tokenizer, pairs)
    steps = math.ceil(len(batches) * options.epochs)
    _train(model, batches, steps, options.seed)
    save_compact(model, options.output)
    print(f"saved {options.output}")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m qa.training", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with squad/, nq_oracle/")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="where to keep the weights")
    parser.add_argument("--epochs", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args(arguments)


def _encode(tokenizer: Any, pairs: list[Example]) -> list[dict[str, torch.Tensor]]:
    """Batches of pairs of like length, with the answer's first and last token, or token 0 where there is none."""
    rows = []
    for first in range(0, len(pairs), 2_000):
        part = pairs[first : first + 2_000]
        encoded = tokenizer(
            [pair.question for pair in part],
            [pair.passage for pair in part],
            truncation="only_second",
            max_length=_MAX_TOKENS,
            return_offsets_mapping=True,
        )
        for n, pair in enumerate(part):
            offsets, owners = encoded["offset_mapping"][n], encoded.sequence_ids(n)
            start, end = _token_span(offsets, owners, pair)
            rows.append((encoded["input_ids"][n], encoded["token_type_ids"][n], start, end))
    rows.sort(key=lambda row: len(row[0]))
    return [_pad(rows[first : first + _BATCH]) for first in range(0, len(rows), _BATCH)]


def _token_span(offsets: list[tuple[int, int]], owners: list[int | None], pair: Example) -> tuple[int, int]:
    if pair.start < 0:
        return 0, 0
    inside = [
        n
        for n, ((start, end), owner) in enumerate(zip(offsets, owners, strict=True))
        if owner == 1 and start < pair.end and end > pair.start
    ]
    return (inside[0], inside[-1]) if inside else (0, 0)


def _pad(rows: list[tuple[list[int], list[int], int, int]]) -> dict[str, torch.Tensor]:
    # Few different shapes: for each new one the processor's kernels are compiled anew.
    length = -(-max(len(ids) for ids, *_ in rows) // 32) * 32

    def padded(values: list[int]) -> list[int]:
        return values + [0] * (length - len(values))

    return {
        "input_ids": torch.tensor([padded(ids) for ids, *_ in rows]),
        "token_type_ids": torch.tensor([padded(types) for _, types, *_ in rows]),
        "attention_mask": torch.tensor([padded([1] * len(ids)) for ids, *_ in rows]),
        "start_positions": torch.tensor([start for *_, start, _ in rows]),
        "end_positions": torch.tensor([end for *_, end in rows]),
    }


def _shuffled(batches: list[dict[str, torch.Tensor]], seed: int) -> Iterator[dict[str, torch.Tensor]]:
    chance = random.Random(seed)
    while True:
        yield from chance.sample(batches, len(batches))


def _train(model: Any, batches: list[dict[str, torch.Tensor]], steps: int, seed: int) -> None:
    optimizer = torch.optim.AdamW(model.parameters(), lr=_LEARNING_RATE, weight_decay=0.01)
    warmup = max(1, steps // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warmup, max(0.0, (steps - step) / (steps - warmup)))
    )
    model.train()
    began, loss_sum = time.monotonic(), 0.0
    for step, batch in zip(range(1, steps + 1), _shuffled(batches, seed), strict=False):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = model(**batch).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        loss_sum += loss.item()
        if step % 50 == 0 or step == steps:
            left = (time.monotonic() - began) / step * (steps - step)
            print(f"step {step}/{steps}  loss {loss_sum / 50:.3f}  {left / 60:.0f} min left", flush=True)
            loss_sum = 0.0


if __name__ == "__main__":
    main()
