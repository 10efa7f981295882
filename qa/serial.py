"""Answers and options as plain JSON values and back, for the history on disk; the command line's JSON is another."""

from dataclasses import asdict
from datetime import date
from typing import Any

from index.errors import BadInput
from index.types import Passage
from qa.types import Answer, Carrier, Citation, DateWords, Explanation, Filters, Hit, LeftOut, Options, Side, Statement

FORM = 1  # raise it when a stored answer can no longer be read as it is


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    """The answer as values that ``json`` can write."""
    form = asdict(answer)
    for citation in form["citations"]:
        for dated in (citation, *citation["carried_by"]):
            dated["published"] = dated["published"].isoformat() if dated["published"] else None
    for side in form["differing"]:
        side["published"] = side["published"].isoformat() if side["published"] else None
    if form["dates"]:
        _write_days(form["dates"])
    return {"form": FORM, **form, "filters": filters_to_dict(answer.filters)}


def options_to_dict(options: Options) -> dict[str, Any]:
    """The options as values that ``json`` can write."""
    return {**asdict(options), "filters": filters_to_dict(options.filters)}


def options_from_dict(form: dict[str, Any]) -> Options:
    """The options that ``options_to_dict`` took apart; what it does not name is as set."""
    try:
        return Options(**{**form, "filters": _filters(form.get("filters", {}))})
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"How a question was to be answered is incomplete or damaged: {error}.") from error


def answer_from_dict(form: dict[str, Any]) -> Answer:
    """The answer that ``answer_to_dict`` took apart, equal to the original."""
    if not isinstance(form, dict) or form.get("form") != FORM:
        raise BadInput("A stored answer has a form that this version of Clippings does not know.")
    try:
        return Answer(
            question=form["question"],
            standalone_question=form["standalone_question"],
            outcome=form["outcome"],
            short_answer=form["short_answer"],
            statements=tuple(_statement(part) for part in form["statements"]),
            citations=tuple(_citation(part) for part in form["citations"]),
            evidence=tuple(_hit(part) for part in form["evidence"]),
            generation=form["generation"],
            timings_ms=dict(form["timings_ms"]),
            model=form.get("model"),
            chosen=form.get("chosen"),
            filters=_filters(form.get("filters", {})),
            notice=form.get("notice"),
            stopped=form.get("stopped", False),
            dates=DateWords(**_read_days(form["dates"])) if form.get("dates") else None,
            undated=form.get("undated", 0),
            differing=tuple(Side(**_dated(side)) for side in form.get("differing", ())),
            left_out=tuple(LeftOut(_hit(part["hit"]), part["why"]) for part in form.get("left_out", ())),
            searched=form.get("searched", True),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"A stored answer is incomplete or damaged: {error}.") from error


def _statement(form: dict[str, Any]) -> Statement:
    lists = {name: tuple(form.get(name, ())) for name in ("citations", "found", "missing")}
    return Statement(**{**form, **lists})


def filters_to_dict(filters: Filters) -> dict[str, Any]:
    """The filters as values that ``json`` can write."""
    form = asdict(filters)
    _write_days(form)
    return form


def _filters(form: dict[str, Any]) -> Filters:
    lists = {name: tuple(form.get(name, ())) for name in ("publishers", "articles")}
    return Filters(**{**_read_days(form), **lists})


def _write_days(form: dict[str, Any]) -> None:
    for day in ("since", "until"):
        form[day] = form[day].isoformat() if form[day] else None


def _read_days(form: dict[str, Any]) -> dict[str, Any]:
    return {**form, **{day: date.fromisoformat(form[day]) for day in ("since", "until") if form.get(day)}}


def _citation(form: dict[str, Any]) -> Citation:
    carried_by = tuple(Carrier(**_dated(carrier)) for carrier in form.get("carried_by", ()))
    return Citation(**{**_dated(form), "carried_by": carried_by})


def _dated(form: dict[str, Any]) -> dict[str, Any]:
    published = form["published"]
    return {**form, "published": date.fromisoformat(published) if published else None}


def _hit(form: dict[str, Any]) -> Hit:
    return Hit(Passage(**form["passage"]), form["score"], Explanation(**form["explanation"]))
