"""``python -m qa.training.average OLD NEW --share .75``: reader weights between two, which may be better than both.

Runs that begin from the same weights end near enough to each other for that: Wortsman et al., "Model soups", 2022,
https://arxiv.org/abs/2203.05482.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qa.weights import WEIGHTS, load_compact, save_compact


def main(arguments: Sequence[str] | None = None) -> None:
    """Average and save."""
    parser = argparse.ArgumentParser(prog="python -m qa.training.average", description=__doc__)
    parser.add_argument("old", type=Path, help="a folder of compact weights")
    parser.add_argument("new", type=Path, help="another")
    parser.add_argument("--share", type=float, required=True, help="how much of the new ones, from 0 to 1")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="where to keep the weights")
    options = parser.parse_args(arguments)
    save_compact(average(options.old, options.new, options.share), options.output)


def average(old: Path, new: Path, share: float) -> Any:
    """A question-answering model whose every weight is ``share`` of the new one and the rest of the old one."""
    from transformers import BertConfig, BertForQuestionAnswering

    before, after = load_compact(old), load_compact(new)
    model = BertForQuestionAnswering(BertConfig.from_pretrained(old))
    model.load_state_dict({name: (1 - share) * before[name] + share * after[name] for name in before}, strict=False)
    return model


if __name__ == "__main__":
    main()
