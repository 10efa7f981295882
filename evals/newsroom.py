"""Made-up articles that come, change and go, and what each state of them should answer. For the trials of the index."""

import json
import random
from dataclasses import dataclass, field
from pathlib import Path

_FIRST = ("Bergen", "Lisbon", "Nairobi", "Osaka", "Quito", "Riga", "Tampa", "Utrecht", "Varna", "Winnipeg")
_SECOND = ("ferry", "tram", "museum", "orchard", "harbour", "library", "hospital", "bakery", "airport", "glacier")
_THIRD = ("closed for repairs", "was sold to investors", "won an award", "doubled its prices", "hired engineers")
_KEPT_STATES = 4

State = dict[str, str]  # article id → text


@dataclass
class Newsroom:
    """A folder of articles, one file each, beside a wire feed of many short ones in one file.

    Each change makes the next numbered state, kept in ``states`` for a reader in another process.
    """

    folder: Path
    wire: int
    random: random.Random
    number: int = 0
    stories: State = field(default_factory=dict)
    edition: int = 0
    _made: int = 0

    def __post_init__(self) -> None:
        self.news.mkdir(parents=True)
        states(self.folder).mkdir()

    @property
    def news(self) -> Path:
        """The source of the builds."""
        return self.folder / "news"

    def open(self, count: int) -> None:
        """The first state: ``count`` articles and the wire."""
        for _ in range(count):
            self._add()
        self._renew_wire()
        self._keep()

    def change(self, *, bulk: bool) -> None:
        """Add, change and remove a few articles; ``bulk`` replaces every record of the wire by its copy under a new id.

        The copies have their texts' vectors already, but Chroma has all of them to write.
        """
        before = list(self.stories)
        self.random.shuffle(before)
        for name in before[:2]:
            del self.stories[name]
            (self.folder / name).unlink()
        for name in before[2:5]:
            self._write(name)
        for _ in range(2):
            self._add()
        if bulk:
            self._renew_wire()
        self._keep()

    def _add(self) -> None:
        self._made += 1
        self._write(f"news/story-{self._made:05d}.txt")

    def _write(self, name: str) -> None:
        self.stories[name] = _story(f"{name}/{self.number}", self.random)
        (self.folder / name).write_text(self.stories[name], encoding="utf-8")

    def _renew_wire(self) -> None:
        self.edition += 1
        rows = [json.dumps({"id": name, "text": text}) for name, text in self._wire().items()]
        (self.news / "wire.jsonl").write_text("\n".join(rows), encoding="utf-8")

    def _wire(self) -> State:
        return {
            f"wire/{self.edition}/{n}": f"Short item {_codename(f'wire {n}')}: the {_pick(n)}."
            for n in range(self.wire)
        }

    def _keep(self) -> None:
        self.number += 1
        path = states(self.folder) / f"{self.number}.json"
        path.write_text(json.dumps(self.stories | self._wire()), encoding="utf-8")
        (states(self.folder) / f"{self.number - _KEPT_STATES}.json").unlink(missing_ok=True)


def states(folder: Path) -> Path:
    """Where the states of the newsroom in ``folder`` are kept."""
    return folder / "states"


def read_state(folder: Path, number: int) -> State:
    """A kept state."""
    state: State = json.loads((states(folder) / f"{number}.json").read_text(encoding="utf-8"))
    return state


def question_for(text: str) -> str:
    """A question that is answered by the article with this text first: it has a word that no other version has."""
    return f"What is known of this? {text[:300]}"


def _story(key: str, random_: random.Random) -> str:
    paragraphs = [f"Report {_codename(key)}: the {_pick(random_.randrange(500))}."]
    paragraphs += [
        " ".join(f"Later the {_pick(random_.randrange(500))}." for _ in range(6))
        for _ in range(random_.randrange(1, 5))
    ]
    return "\n\n".join(paragraphs)


def _pick(number: int) -> str:
    first, rest = number % len(_FIRST), number // len(_FIRST)
    return f"{_FIRST[first]} {_SECOND[rest % len(_SECOND)]} {_THIRD[rest // len(_SECOND) % len(_THIRD)]}"


def _codename(key: str) -> str:
    """A made-up word of 16 letters for ``key``."""
    generator = random.Random(key)
    return "q" + "".join(generator.choices("bcdfghjklmnprstvwxz", k=15))
