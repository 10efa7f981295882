"""``python -m qa.training``: train the reader from the embedding model's weights and keep it in qa/reader_model."""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from index.embedder import packaged_model
from qa.training.learning import SHARES, Run, train
from qa.training.pool import read_pool
from qa.weights import WEIGHTS, save_compact


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and save."""
    options = _parse(arguments)
    pool = read_pool(options.data, options.seed, options.told)
    steps = int(options.epochs * len(pool.epoch(options.seed, 0)) / SHARES)
    print(f"{steps} steps on {options.processes} processes", flush=True)
    run = Run(steps, options.minutes, options.rate, options.seed, options.start, options.processes, options.checkpoint)
    model = train(run, pool)
    save_compact(model, options.output)
    if options.trained:
        model.save_pretrained(options.trained)
        shutil.copy(packaged_model() / "tokenizer.json", options.trained)
    print(f"saved {options.output}")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m qa.training", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with squad/, nq_oracle/")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="where to keep the weights")
    parser.add_argument("--trained", type=Path, help="where to keep them as they were, for CLIPPINGS_READER_MODEL")
    parser.add_argument("--epochs", type=float, default=3.0)
    parser.add_argument("--minutes", type=float, default=600.0, help="end after so many, if the epochs take longer")
    parser.add_argument(
        "--start", type=Path, help="the folder of weights to go on from; by default the embedding model"
    )
    parser.add_argument("--rate", type=float, default=1.5e-4, help="the highest learning rate")
    parser.add_argument("--told", type=float, default=1.0, help="share of our own sentences; the others are questions")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--processes", type=int, default=2, help="one a core; their number changes the result a little")
    parser.add_argument(
        "--checkpoint", type=Path, default=Path("reader_checkpoint.pt"), help="kept as it goes, continued if it exists"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
