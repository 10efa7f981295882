"""``generations``, ``rollback`` and ``verify``: what is on disk, which of it answers, and whether it is sound."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from index.build import fingerprint_of
from index.command_line import DONE, FAILED, Call, print_json
from index.errors import BadInput, IndexDamaged, IndexMissing
from index.generations import Generations
from index.holding import hold
from index.rollback import roll_back
from index.verify import check_writable, verify

_SAMPLE = 1_000  # passages that an audit looks up; each takes milliseconds


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    published: bool  # CURRENT names it
    answers: bool
    damage: str | None = None
    created: datetime | None = None
    articles: int | None = None
    passages: int | None = None
    through: date | None = None


def list_generations(call: Call) -> int:
    """Print every generation, newest first."""
    generations = Generations(call.config.data)
    names = generations.finished()[::-1]
    if not names:
        generations.current()  # which says what to do
    sound = generations.newest_sound()
    listed = [_describe(generations, name, answers=bool(sound and sound.name == name)) for name in names]
    if call.options.json:
        print_json({"generations": [asdict(one) for one in listed]})
    else:
        for one in listed:
            print(_to_line(one))
    return DONE


def _describe(generations: Generations, name: str, *, answers: bool) -> _Listed:
    published = generations.answers(name)
    try:
        info = generations.info(name)
    except IndexDamaged as error:
        return _Listed(name, published, answers, str(error))
    return _Listed(
        name,
        published,
        answers,
        _find_damage(generations, name),
        info.created,
        info.articles,
        info.passages,
        info.through,
    )


def _find_damage(generations: Generations, name: str) -> str | None:
    try:
        generations.check(name)
        return None
    except IndexDamaged as error:
        return str(error)


def _to_line(one: _Listed) -> str:
    line = one.name
    if one.created:
        line += f"  built {one.created:%Y-%m-%d %H:%M} UTC, {one.articles:,} articles, {one.passages:,} passages"
        line += f", through {one.through}" if one.through else ""
    if one.answers:
        line += "  (answers)"
    return line + (f"\n  damaged: {one.damage}" if one.damage else "")


def go_back(call: Call) -> int:
    """Let another generation answer."""
    info = roll_back(call.config.data, fingerprint_of(call.config, call.open_embedder()), call.options.name)
    if call.options.json:
        print_json({"generation": info.name, "created": info.created, "articles": info.articles})
        return DONE
    print(f"Generation {info.name} answers now: {info.articles:,} articles, built {info.created:%Y-%m-%d %H:%M} UTC.")
    print("The next build starts from it and takes in what the sources hold then.")
    return DONE


def audit(call: Call) -> int:
    """Look through the generation that answers, the one that is named, or all, and name what is wrong."""
    generations = Generations(call.config.data)
    if call.options.all:
        names = generations.finished()[::-1] or [generations.current()]
    else:
        names = [call.options.name or generations.current()]
    problems = {name: _audit(generations, name) for name in names}
    if call.options.json:
        print_json({"generations": [{"name": name, "problem": problem} for name, problem in problems.items()]})
    else:
        for name, problem in problems.items():
            print(f"{name} is sound." if problem is None else f"{name} is not sound: {problem}")
    return FAILED if any(problems.values()) else DONE


def _audit(generations: Generations, name: str) -> str | None:
    if name not in generations.finished():
        raise BadInput(f"There is no generation {name[:40]!r} in {generations.data}. See: python -m index generations")
    held = hold(generations.path(name))
    try:
        generations.info(name)
        generations.check(name)
        check_writable(generations.path(name))
        verify(generations.path(name), sample=_SAMPLE)
        return None
    except (IndexDamaged, IndexMissing) as error:
        return str(error)
    finally:
        if held:
            held.close()
