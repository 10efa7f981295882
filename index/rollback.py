"""Going back to another generation: it is checked, and answers from one moment to the next."""

from contextlib import suppress
from pathlib import Path

from index.errors import BadInput, IndexDamaged, IndexMismatch
from index.generations import Generations
from index.lock import build_lock
from index.types import GenerationInfo


def roll_back(data: Path, fingerprint: str, name: str | None = None) -> GenerationInfo:
    """Let generation ``name``, or the newest sound one that does not answer now, answer; the next build starts from it.

    Raises BuildLocked, BadInput if there is no such generation, IndexDamaged or IndexMismatch if it cannot answer.
    """
    with build_lock(data):
        generations = Generations(data)
        target = _named(generations, name, fingerprint) if name else _other(generations, fingerprint)
        generations.point_at(target.name)
        return target


def _named(generations: Generations, name: str, fingerprint: str) -> GenerationInfo:
    if name not in generations.finished():
        there = ", ".join(generations.finished()) or "none"
        raise BadInput(f"There is no generation {name[:40]!r} in {generations.data}. There are: {there}.")
    if generations.answers(name):
        raise BadInput(f"Generation {name} answers already.")
    info = generations.info(name)
    if info.fingerprint != fingerprint:
        raise IndexMismatch(
            f"Generation {name} was made with other settings ({info.fingerprint}) than there are now ({fingerprint}). "
            "Change the settings first, or rebuild: python -m index"
        )
    generations.check(name)
    return info


def _other(generations: Generations, fingerprint: str) -> GenerationInfo:
    for info in generations.newest_first():
        if info.fingerprint == fingerprint and not generations.answers(info.name):
            with suppress(IndexDamaged):
                generations.check(info.name)
                return info
    raise BadInput(f"There is no other sound generation in {generations.data} to go back to.")
