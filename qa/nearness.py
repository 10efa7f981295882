"""What of an answer's evidence is near enough to be shown: the best hits, and what the answer cites."""

from collections.abc import Sequence

from qa.types import Answer, Hit

# Of the best hit's score, of which up to a third is the reader's. What is farther off fills the number asked for.
_SHARE = 0.35


def near_evidence(answer: Answer) -> Sequence[Hit]:
    """The hits of the evidence that are near the best one or cited, best first."""
    cited = {citation.passage_id for citation in answer.citations}
    best = max((hit.score for hit in answer.evidence), default=0.0)
    return [hit for hit in answer.evidence if hit.passage.id in cited or hit.score >= _SHARE * best]
