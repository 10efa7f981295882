"""How everything does, in plain words: index, builds, sources, models, disk, version."""

import os
import platform
import shutil
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import streamlit as st

from index.config import PROJECT
from index.errors import ClippingsError
from index.status import read_status
from ui.build_panel import describe_progress, describe_report
from ui.collection import look_at
from ui.desk import Desk
from ui.following import followed
from ui.keeping_panel import describe_keeping, every_words, read_watch_status
from ui.notice import show_list, show_notice
from ui.warmup import Warmup
from ui.wording import count, moment, size

LITTLE_ROOM = 1_000_000_000  # bytes; a build of some thousand articles needs a part of that
NAMED_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing, how it does, and whether that wants attention."""

    name: str
    words: str
    trouble: bool = False


def show_health(desk: Desk) -> None:
    """Draw it: what wants attention, then everything."""
    signs = [*_index_signs(desk), *_source_signs(desk), *_machine_signs(desk)]
    for sign in signs:
        if sign.trouble:
            show_notice(f"{sign.name}: {sign.words}", "caution")
    show_list([(f"{sign.name}:", sign.words) for sign in signs if not sign.trouble])
    if desk.warmup.state == "failed":
        st.button("Try again", key="warm_again", on_click=desk.warmup.start)


def describe_models(warmup: Warmup) -> Sign:
    """Whether questions can be answered yet."""
    match warmup.state:
        case "failed":
            return Sign("Models", warmup.error or "they could not be opened", trouble=True)
        case "ready":
            return Sign("Models", "ready")
        case _:
            return Sign("Models", "warming up; questions can be asked already and wait for them")


def describe_room(data: Path) -> Sign:
    """Where everything is kept and how much room is left there."""
    try:
        free = shutil.disk_usage(data).free
    except OSError as error:
        return Sign("Data directory", f"{data} cannot be looked at ({error.strerror}).", trouble=True)
    if free < LITTLE_ROOM:
        return Sign("Data directory", f"only {size(free)} are free on the disk of {data}. Make room.", trouble=True)
    return Sign("Data directory", f"{data}, {size(free)} free")


def clippings_version() -> str:
    """The version that is installed, or that of the working copy."""
    try:
        return version("clippings")
    except PackageNotFoundError:
        return str(tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def _index_signs(desk: Desk) -> list[Sign]:
    held = look_at(desk.index)
    refusal = desk.refusal() or desk.fallback()
    signs = []
    if held.trouble or refusal:
        signs.append(Sign("Index", held.trouble or refusal or "", trouble=True))
    elif held.info is None:
        signs.append(Sign("Index", "there is none yet. Build it on the Articles page.", trouble=True))
    if held.info:
        info = held.info
        holds = f"{count(info.articles, 'article')} in {count(info.passages, 'passage')}"
        used = size(_size_of(desk.config.data / "generations" / info.name))
        signs.append(Sign("Generation", f"{info.name}, built {moment(info.created)}: {holds}, {used}"))
    status = read_status(desk.config.data)
    if status.state == "running":
        progress = describe_progress(status.progress, status.eta_s, desk.warmup.state == "ready")
        signs.append(Sign("Build", f"under way. {progress}"))
    elif status.error or desk.rebuilding.error:
        signs.append(Sign("Last build", status.error or desk.rebuilding.error or "", trouble=True))
    elif status.report and status.finished:
        signs.append(Sign("Last build", f"{moment(status.finished)}: {describe_report(status.report)}"))
    if status.report and status.report.rejected:
        signs.append(
            Sign("Not read", f"{count(len(status.report.rejected), 'file')}; the Articles page names each and says why")
        )
    return signs


def _source_signs(desk: Desk) -> list[Sign]:
    try:
        sources = followed(desk.config.data)
    except ClippingsError as error:
        return [Sign("Sources", str(error), trouble=True)]
    failing = [
        Sign(source.title or source.url, f"failing since {moment(source.failing_since)}: {source.last_error}", True)
        for source in sources
        if source.failing_since
    ]
    minutes = desk.keeping.minutes
    status = read_watch_status(desk.config.data)
    said = describe_keeping(minutes, status, desk.keeping.elsewhere, desk.keeping.trouble)
    keeping = [Sign("Keeping up", words, trouble=True) for words, tone in said if tone != "plain"]
    return [
        *failing[:NAMED_AT_MOST],
        Sign("From the web", f"{count(len(sources), 'source')} followed"),
        *(keeping or [Sign("Keeping up", every_words(minutes))]),
    ]


def _machine_signs(desk: Desk) -> list[Sign]:
    versions = f"{clippings_version()} (Python {platform.python_version()}, Streamlit {st.__version__})"
    return [describe_models(desk.warmup), describe_room(desk.config.data), Sign("Clippings", versions)]


def _size_of(folder: Path) -> int:
    """Bytes in the files below a folder; one that goes away meanwhile counts for nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(place, name)).st_size
            except OSError:
                continue
    return total
