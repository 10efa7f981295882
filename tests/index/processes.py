"""Builds in real processes of their own, which can be stopped half-way or killed at an exact moment."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from index.types import Progress
from tests.index.desk import Desk


def processes() -> ForkServerContext:
    """Processes that start at once, since the slow imports are done before they are forked."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chromadb", "tests.index.processes"])
    return context


# Killed at an exact moment

STAGES = ("read", "split", "embed", "write", "verify")
PUBLISHING = ("before renaming", "before CURRENT", "after CURRENT")


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def build_until(desk: Desk, moment: str) -> None:
    """Build and be killed by the kernel on reaching ``moment``."""
    rename, replace = os.rename, os.replace

    def watch(progress: Progress) -> None:
        if progress.stage == moment:
            _die()

    def rename_or_die(source: Path, target: Path) -> None:
        if moment == "before renaming":
            _die()
        rename(source, target)

    def replace_or_die(source: Path, target: Path) -> None:
        if target.name == "CURRENT" and moment == "before CURRENT":
            _die()
        replace(source, target)
        if target.name == "CURRENT" and moment == "after CURRENT":
            _die()

    os.rename, os.replace = rename_or_die, replace_or_die
    desk.build(progress=watch)


def kill_at(desk: Desk, moment: str) -> None:
    """Start a build and return once it has been killed at ``moment``."""
    process = processes().Process(target=build_until, args=(desk, moment))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL, f"the build was not killed at {moment}: {process.exitcode}"


# Stopped half-way


@dataclass
class PausedBuild:
    """A build that waits, holding the lock, until it is let go."""

    process: BaseProcess
    go_on: Event

    def finish(self) -> None:
        self.go_on.set()
        self.process.join(60)
        assert self.process.exitcode == 0


def _build_with_a_pause(desk: Desk, waiting: Event, go_on: Event) -> None:
    def watch(progress: Progress) -> None:
        if progress.stage == "write" and not waiting.is_set():
            waiting.set()
            go_on.wait(60)

    desk.build(progress=watch)


def start_paused(desk: Desk) -> PausedBuild:
    """Start a build and return once it is half-way through."""
    context = processes()
    waiting, go_on = context.Event(), context.Event()
    process = context.Process(target=_build_with_a_pause, args=(desk, waiting, go_on))
    process.start()
    assert waiting.wait(60)
    return PausedBuild(process, go_on)


def _call(function: Callable[..., Any], *arguments: Any) -> None:
    function(*arguments)


def run(function: Callable[..., Any], *arguments: Any) -> BaseProcess:
    """Start ``function`` in a process of its own."""
    process = processes().Process(target=partial(_call, function), args=arguments)
    process.start()
    return process
