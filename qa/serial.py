"""An answer as plain JSON values and back, for the history on disk; the public JSON of the command line is another."""

from dataclasses import asdict
from datetime import date
from typing import Any

from index.errors import BadInput
from index.types import Passage
from qa.types import Answer, Carrier, Citation, Explanation, Filters, Hit, Side, Statement

FORM = 1  # raise it when a stored answer can no longer be read as it is


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    """The answer as values that ``json`` can write."""
    form = asdict(answer)
    for citation in form["citations"]:
        for dated in (citation, *citation["carried_by"]):
            dated["published"] = dated["published"].isoformat() if dated["published"] else None
    for side in form["differing"]:
        side["published"] = side["published"].isoformat() if side["published"] else None
    for day in ("since", "until"):
        form["filters"][day] = form["filters"][day].isoformat() if form["filters"][day] else None
    return {"form": FORM, **form}


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
            filters=_filters(form.get("filters", {})),
            notice=form.get("notice"),
            stopped=form.get("stopped", False),
            differing=tuple(Side(**_dated(side)) for side in form.get("differing", ())),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"A stored answer is incomplete or damaged: {error}.") from error


def _statement(form: dict[str, Any]) -> Statement:
    lists = {name: tuple(form.get(name, ())) for name in ("citations", "found", "missing")}
    return Statement(**{**form, **lists})


def _filters(form: dict[str, Any]) -> Filters:
    days = {name: date.fromisoformat(form[name]) for name in ("since", "until") if form.get(name)}
    lists = {name: tuple(form.get(name, ())) for name in ("publishers", "articles")}
    return Filters(**{**form, **days, **lists})


def _citation(form: dict[str, Any]) -> Citation:
    carried_by = tuple(Carrier(**_dated(carrier)) for carrier in form.get("carried_by", ()))
    return Citation(**{**_dated(form), "carried_by": carried_by})


def _dated(form: dict[str, Any]) -> dict[str, Any]:
    published = form["published"]
    return {**form, "published": date.fromisoformat(published) if published else None}


def _hit(form: dict[str, Any]) -> Hit:
    return Hit(Passage(**form["passage"]), form["score"], Explanation(**form["explanation"]))
