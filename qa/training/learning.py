"""The training itself: processes that read each batch's shares between them, and the loss that they learn from."""

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
from qa.training.batches import SEP, Batch, Row, to_batch
from qa.training.pool import Pool
from qa.weights import load_compact

SHARES = 4  # of a batch: a process that is held up takes fewer of them

_HEAD = 10 / 3  # how much faster the head learns, which is new at the start
_WARM_UP = 40  # steps
_DECAY = 0.65  # the last part of the steps, in which the rate falls to nothing
_DROPPED = 0.1  # of the embeddings' numbers: three epochs of few questions are soon known by heart
_RANKING_WEIGHT = 0.5
_RIVAL = 4.0  # how much more an order between rivals counts than one between any two rows
_AVERAGED = 0.8  # from this part of the run on the weights are averaged
_AVERAGED_EVERY = 5  # steps
_KEEP_EVERY = 50  # steps


@dataclass(frozen=True, slots=True)
class Run:
    """How to train: ``steps``, or fewer if ``minutes`` are over first.

    ``checkpoint`` is kept as it goes, and continued if it exists.
    """

    steps: int
    minutes: float
    rate: float
    seed: int
    start: Path | None  # the folder of compact weights to begin with, or the embedding model
    processes: int
    checkpoint: Path


def train(run: Run, pool: Pool) -> Any:
    """The trained model: the same for the same run and pool, but for the last bits, if the minutes do not end it."""
    size = sum(weights.numel() for weights in _trained(_new_model(run.seed, run.start)))
    gradients: torch.Tensor = torch.zeros(run.processes, size).share_memory_()  # type: ignore[no-untyped-call]
    context = multiprocessing.get_context("spawn")
    meeting = Meeting(gradients, context.Barrier(run.processes), context.Value("q", 0), context.Value("d", 0.0))
    spawn(_work, (run, pool, meeting), nprocs=run.processes)  # type: ignore[no-untyped-call]
    model = _new_model(run.seed, run.start)
    model.load_state_dict(torch.load(run.checkpoint)["average"])
    return model


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the processes share: their gradients, the number of shares taken in all, and how far the run is, 0 to 1."""

    gradients: torch.Tensor
    barrier: Any
    taken: Any
    progress: Any

    def take(self, step: int) -> Iterator[int]:
        """The numbers of the step's shares that no other process has taken."""
        while True:
            with self.taken.get_lock():
                number = self.taken.value
                if number >= (step + 1) * SHARES:
                    return
                self.taken.value = number + 1
            yield number - step * SHARES


def _new_model(seed: int, start: Path | None) -> Any:
    from transformers import BertForQuestionAnswering

    torch.manual_seed(seed)
    # On a processor without a GPU, fused attention and dropout in every layer cost more time than they save or gain.
    model: Any = BertForQuestionAnswering.from_pretrained(
        packaged_model(), attn_implementation="eager", attention_probs_dropout_prob=0.0, hidden_dropout_prob=0.0
    )
    # Half of all weights, of which a few thousand questions show a few: kept as they are, a step takes a tenth less.
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    if start is not None:
        model.load_state_dict(load_compact(start))
    model.bert.embeddings.dropout.p = _DROPPED
    # From the first layer on in the precision that answers are read in; autocast alone would go back and forth.
    model.bert.embeddings.register_forward_hook(lambda _module, _inputs, output: output.bfloat16())
    return model


def _trained(model: Any) -> list[torch.nn.Parameter]:
    return [weights for weights in model.parameters() if weights.requires_grad]


def _work(rank: int, run: Run, pool: Pool, meeting: Meeting) -> None:
    """One process's shares of every batch; the processes meet at the gradients, which stay equal, as do the models."""
    _keep_memory()
    torch.set_num_threads(max(1, (os.cpu_count() or 1) // run.processes))
    model = _new_model(run.seed, run.start).train()
    head = [*model.qa_outputs.parameters()]
    body = [weights for name, weights in model.named_parameters() if weights.requires_grad and "qa_outputs" not in name]
    groups = [{"params": body, "lr": run.rate}, {"params": head, "lr": run.rate * _HEAD}]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    done, summed, spent = 0, 0, 0.0
    average: dict[str, torch.Tensor] = {}
    if run.checkpoint.exists():
        kept = torch.load(run.checkpoint)
        model.load_state_dict(kept["model"])
        optimizer.load_state_dict(kept["optimizer"])
        done, average, summed, spent = kept["step"], kept["average"], kept["averaged"], kept["spent"]
    meeting.taken.value = done * SHARES
    began, losses = time.monotonic() - spent, list[float]()
    for step, shares in enumerate(_stream(pool, run.seed, done), done):
        if rank == 0:
            meeting.progress.value = max(step / run.steps, (time.monotonic() - began) / 60 / run.minutes)
        meeting.barrier.wait()
        progress = meeting.progress.value
        rate = max(0.0, min((step + 1) / _WARM_UP, (1 - progress) / _DECAY, 1.0))
        for group, peak in zip(optimizer.param_groups, (run.rate, run.rate * _HEAD), strict=True):
            group["lr"] = peak * rate
        optimizer.zero_grad()
        for number in meeting.take(step):
            torch.manual_seed(run.seed + step * SHARES + number)
            batch = to_batch(shares[number], random.Random(f"{run.seed} {step} {number}"))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                output = model(input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.mask)
            loss = span_loss(output.start_logits.float(), output.end_logits.float(), batch)
            loss.backward()  # type: ignore[no-untyped-call]
            losses.append(loss.item())
        _share_gradients(_trained(model), meeting, rank)
        torch.nn.utils.clip_grad_norm_(_trained(model), 1.0)
        optimizer.step()
        ends = progress >= 1 or step + 1 == run.steps
        if rank == 0:
            if ends or (progress >= _AVERAGED and step % _AVERAGED_EVERY == 0):
                average, summed = averaged(average, summed, model.state_dict()), summed + 1
            if (step + 1) % _KEEP_EVERY == 0 or ends:
                spent = time.monotonic() - began
                print(
                    f"step {step + 1}  {progress:.1%}  loss {statistics.mean(losses or [0]):.3f}  {spent / 60:.1f} min",
                    flush=True,
                )
                losses.clear()
                fresh = run.checkpoint.with_suffix(".new")
                kept = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}
                torch.save(kept | {"average": average, "averaged": summed, "spent": spent}, fresh)
                fresh.replace(run.checkpoint)
        if ends:
            return


def averaged(average: dict[str, torch.Tensor], count: int, weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The mean of ``count`` earlier weights and these."""
    if not count:
        return {name: tensor.clone() for name, tensor in weights.items()}
    return {name: average[name].lerp(tensor, 1 / (count + 1)) for name, tensor in weights.items()}


def _stream(pool: Pool, seed: int, done: int) -> Iterator[list[list[list[Row]]]]:
    """The batches after the first ``done``, each as its shares, without end."""
    seen, number = 0, 0
    while True:
        shares = pool.epoch(seed, number)
        batches = [shares[at : at + SHARES] for at in range(0, len(shares) - SHARES + 1, SHARES)]
        yield from batches[max(0, done - seen) :]
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
    loss = missed.mean()
    # Passages compete: every answered row's margin belongs above every other's, above its rivals' most of all.
    margins = _margins(starts, passage) + _margins(ends, passage)
    if answered.any() and not answered.all():
        disorder = functional.softplus(margins[~answered][None] - margins[answered][:, None])
        rivals = batch.units[~answered][None] == batch.units[answered][:, None]
        weights = torch.where(rivals, _RIVAL, 1.0)
        loss = loss + _RANKING_WEIGHT * (weights * disorder).sum() / weights.sum()
    return loss


def _margins(logits: torch.Tensor, passage: torch.Tensor) -> torch.Tensor:
    """Log-odds of all of the passage against the null answer, one a row."""
    return logits.masked_fill(~passage, -1e4).logsumexp(dim=1) - logits[:, 0]


def _share_gradients(trained: list[torch.nn.Parameter], meeting: Meeting, rank: int) -> None:
    """Replace each process's gradients by the mean over all shares."""
    own = meeting.gradients[rank]
    if trained[0].grad is None:  # the others have taken every share
        own.zero_()
    else:
        torch.cat([weights.grad.flatten() for weights in trained if weights.grad is not None], out=own)
    meeting.barrier.wait()
    mean = meeting.gradients.sum(dim=0) / SHARES
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
