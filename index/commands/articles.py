"""``plan``, ``forget`` and ``restore``: what a build would do, and single articles in or out of it."""

from dataclasses import asdict
from functools import partial

from index.command_line import DONE, SOME_FAILED, Call, print_json
from index.commands.build import print_report, run_build, with_sources
from index.forget import forget, restore
from index.plan import plan
from index.status import report_to_dict
from index.types import Plan

_NAMED_AT_MOST = 20


def plan_build(call: Call) -> int:
    """Say what a build would do, and do nothing."""
    found = plan(with_sources(call), call.open_embedder())
    if call.options.json:
        print_json(asdict(found))
    else:
        _print_plan(found)
    return SOME_FAILED if found.changes.rejected else DONE


def _print_plan(found: Plan) -> None:
    changes = found.changes
    print(
        f"A build would add {len(changes.added)}, change {len(changes.changed)} and remove {len(changes.removed)} "
        f"articles; {changes.unchanged} would stay as they are, {len(changes.rejected)} be rejected."
    )
    if found.texts_to_embed is not None:
        print(f"It would embed {found.texts_to_embed} passages.")
    for word, ids in (("add", changes.added), ("change", changes.changed), ("remove", changes.removed)):
        for article_id in ids[:_NAMED_AT_MOST]:
            print(f"  {word} {article_id}")
        if len(ids) > _NAMED_AT_MOST:
            print(f"  {word} {len(ids) - _NAMED_AT_MOST:,} more; --json names them all")
    for duplicate in changes.duplicates:
        print(f"  the same article again: {duplicate}")
    for rejected in changes.rejected:
        print(f"  reject {rejected.path}: {rejected.reason}")


def forget_article(call: Call) -> int:
    """Take an article out of the answers, with ``--now`` out of the whole data directory."""
    build = partial(run_build, call.config, call.open_embedder())
    done = forget(call.config.data, call.options.id, build, now=call.options.now)
    if call.options.json:
        print_json(asdict(done) | {"report": report_to_dict(done.report)})
        return DONE
    print(f"{done.article_id} is in no answer any more.")
    if done.kept_in:
        names = " and ".join(done.kept_in)
        print(f"Its text is still in {names}, which goes with the builds to come; at once: forget ID --now")
    if done.source:
        print(f"The file {done.source} is yours and was left as it is; builds leave the article out all the same.")
    if call.options.now:
        print("Conversations keep what they quoted from it; delete them in the app.")
    return DONE


def restore_removed(call: Call) -> int:
    """Let an article that was removed back into the index."""
    report, back = restore(call.config.data, call.options.id, partial(run_build, call.config, call.open_embedder()))
    if call.options.json:
        print_json({"restored": back, "report": report_to_dict(report)})
    else:
        print_report(report)
        if not back:
            print(f"No source holds {call.options.id} any more, so it is not back.")
    return DONE if back else SOME_FAILED
