"""The training itself: processes that each read a share of every batch, and the loss that they learn from."""

import ctypes
import multiprocessing
import os
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.multiprocessing.spawn import spawn
from torch.nn import functional

from index.embedder import packaged_model
from qa.training.batches import SEP, Batch, Row, epoch_batches, to_batch
from qa.weights import load_compact

BATCH = 32

_HEAD = 10 / 3  # how much faster the head learns, which is new at the start
_WARM_UP = 40  # steps
_DECAY = 0.65  # the last part of the steps, in which the rate falls to nothing
NEAR_MISSES, _NATURAL, _SWAPPED = 2_000, 700, 1_500  # pairs an epoch
# Less than half of what an epoch shows is not answered, as among SQuAD's questions, and less of it is hard to tell.
_NULL_WEIGHT = 1.5
_RANKING_WEIGHT = 0.3
_KEEP_EVERY = 50  # steps


@dataclass(frozen=True, slots=True)
class Pool:
    """What epochs are drawn from."""

    squad: list[Row]
    natural: list[Row]
    near_misses: list[list[Row]]
    swapped: list[Row]

    def epoch(self, seed: int, number: int) -> list[list[Row]]:
        """The batches of an epoch, the same for the same seed."""
        chance = random.Random(f"{seed} {number}")
        misses = [chance.choice(rows) for rows in chance.sample(self.near_misses, NEAR_MISSES)]
        rows = [
            *self.squad,
            *misses,
            *chance.sample(self.natural, _NATURAL),
            *chance.sample(self.swapped, _SWAPPED),
        ]
        return epoch_batches(rows, BATCH, chance)


@dataclass(frozen=True, slots=True)
class Run:
    """How to train. ``checkpoint`` is kept as it goes, and continued if it exists."""

    steps: int
    rate: float
    seed: int
    start: Path | None  # the folder of compact weights to begin with, or the embedding model
    processes: int
    checkpoint: Path


def train(run: Run, pool: Pool) -> Any:
    """The trained model. The same run and pool give the same one, but for the last bits of sums.

    A run that goes on from weights ends halfway between those and its own: better than both, on SQuAD and on news.
    """
    size = sum(weights.numel() for weights in _trained(_new_model(run.seed, run.start)))
    gradients: torch.Tensor = torch.zeros(run.processes, size).share_memory_()  # type: ignore[no-untyped-call]
    barrier = multiprocessing.get_context("spawn").Barrier(run.processes)
    spawn(_work, (run, pool, gradients, barrier), nprocs=run.processes)  # type: ignore[no-untyped-call]
    model = _new_model(run.seed, run.start)
    trained = torch.load(run.checkpoint)["model"]
    if run.start is not None:
        before = load_compact(run.start)
        trained = {name: (before[name] + weights) / 2 for name, weights in trained.items()}
    model.load_state_dict(trained)
    return model


def _new_model(seed: int, start: Path | None) -> Any:
    from transformers import BertForQuestionAnswering

    torch.manual_seed(seed)
    # On a processor without a GPU, fused attention and dropout cost more time than they save or gain.
    model: Any = BertForQuestionAnswering.from_pretrained(
        packaged_model(), attn_implementation="eager", attention_probs_dropout_prob=0.0, hidden_dropout_prob=0.0
    )
    # Half of all weights, of which a few thousand questions show a few: kept as they are, a step takes a tenth less.
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    if start is not None:
        model.load_state_dict(load_compact(start))
    # From the first layer on in the precision that answers are read in; autocast alone would go back and forth.
    model.bert.embeddings.register_forward_hook(lambda _module, _inputs, output: output.bfloat16())
    return model


def _trained(model: Any) -> list[torch.nn.Parameter]:
    return [weights for weights in model.parameters() if weights.requires_grad]


def _work(rank: int, run: Run, pool: Pool, gradients: torch.Tensor, barrier: Any) -> None:
    """One process's share of every batch; the processes meet at the gradients, which stay equal, as do the models."""
    _keep_memory()
    torch.set_num_threads(max(1, (os.cpu_count() or 1) // run.processes))
    model = _new_model(run.seed, run.start).train()
    head = [*model.qa_outputs.parameters()]
    body = [weights for name, weights in model.named_parameters() if weights.requires_grad and "qa_outputs" not in name]
    groups = [{"params": body, "lr": run.rate}, {"params": head, "lr": run.rate * _HEAD}]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    done = 0
    if run.checkpoint.exists():
        kept = torch.load(run.checkpoint)
        model.load_state_dict(kept["model"])
        optimizer.load_state_dict(kept["optimizer"])
        done = kept["step"]
    barrier.wait()
    began, losses = time.monotonic(), list[float]()
    for step, rows in enumerate(_stream(pool, run.seed, done, run.steps), done):
        rate = min((step + 1) / _WARM_UP, (run.steps - step) / (_DECAY * run.steps), 1.0)
        for group, peak in zip(optimizer.param_groups, (run.rate, run.rate * _HEAD), strict=True):
            group["lr"] = peak * rate
        batch = to_batch(rows[rank :: run.processes], random.Random(f"{run.seed} {step} {rank}"))
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            output = model(input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.mask)
        loss = span_loss(output.start_logits.float(), output.end_logits.float(), batch)
        loss.backward()  # type: ignore[no-untyped-call]
        _share_gradients(_trained(model), gradients, rank, barrier)
        torch.nn.utils.clip_grad_norm_(_trained(model), 1.0)
        optimizer.step()
        losses.append(loss.item())
        if rank == 0 and ((step + 1) % _KEEP_EVERY == 0 or step + 1 == run.steps):
            left = (time.monotonic() - began) / (step + 1 - done) * (run.steps - step - 1)
            print(
                f"step {step + 1}/{run.steps}  loss {statistics.mean(losses):.3f}  {left / 60:.0f} min left", flush=True
            )
            losses.clear()
            fresh = run.checkpoint.with_suffix(".new")
            torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}, fresh)
            fresh.replace(run.checkpoint)


def _stream(pool: Pool, seed: int, done: int, steps: int) -> Iterator[list[Row]]:
    """The batches after the first ``done``, up to ``steps`` in all."""
    seen, number = 0, 0
    while seen < steps:
        batches = pool.epoch(seed, number)
        yield from batches[max(0, done - seen) : steps - seen]
        seen, number = seen + len(batches), number + 1


def span_loss(starts: torch.Tensor, ends: torch.Tensor, batch: Batch) -> torch.Tensor:
    """What a batch is wrong by: how improbable each row's answers are together, and how often a margin is out of order.

    ``starts`` and ``ends`` are logits of shape (rows, tokens). Only the passage's tokens and the null answer take part.
    """
    passage = (batch.types == 1) & (batch.ids != SEP)
    outside = ~passage
    outside[:, 0] = False
    starts, ends = starts.masked_fill(outside, -1e4), ends.masked_fill(outside, -1e4)
    first = functional.log_softmax(starts, dim=1).gather(1, batch.spans[..., 0])
    last = functional.log_softmax(ends, dim=1).gather(1, batch.spans[..., 1])
    missed = -(first + last).masked_fill(~batch.valid, -torch.inf).logsumexp(dim=1)
    answered = batch.spans[:, 0, 0] > 0
    weights = torch.where(answered, 1.0, _NULL_WEIGHT)
    loss = (weights * missed).sum() / weights.sum()
    # Passages compete: every answered row's margin belongs above every other's.
    margins = _margins(starts, passage) + _margins(ends, passage)
    if answered.any() and not answered.all():
        disorder = functional.softplus(margins[~answered][None] - margins[answered][:, None])
        loss = loss + _RANKING_WEIGHT * disorder.mean()
    return loss


def _margins(logits: torch.Tensor, passage: torch.Tensor) -> torch.Tensor:
    """Log-odds of all of the passage against the null answer, one a row."""
    return logits.masked_fill(~passage, -1e4).logsumexp(dim=1) - logits[:, 0]


def _share_gradients(trained: list[torch.nn.Parameter], gradients: torch.Tensor, rank: int, barrier: Any) -> None:
    """Replace each process's gradients by the mean of all."""
    torch.cat([weights.grad.flatten() for weights in trained if weights.grad is not None], out=gradients[rank])
    barrier.wait()
    mean = gradients.mean(dim=0)
    barrier.wait()
    at = 0
    for weights in trained:
        weights.grad = mean[at : at + weights.numel()].view_as(weights)
        at += weights.numel()


def _keep_memory() -> None:
    """Stop glibc from giving memory back after every large tensor: taking it again costs more than the arithmetic."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    for setting, value in ((-4, 0), (-1, 2**31 - 1)):  # M_MMAP_MAX, M_TRIM_THRESHOLD
        mallopt(setting, value)
