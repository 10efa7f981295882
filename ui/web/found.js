// How an answer was found: each passage that was looked at, with its ranks and scores and what became of it.

const drawCandidate = (candidate, openPassage) => {
  const row = make("li", candidate.quoted ? "candidate quoted" : "candidate");
  const line = button("candidate-open", null, `Read this passage in ${candidate.title}`, () => openPassage(candidate.place));
  line.append(titleOf("span", "candidate-title", candidate.title, candidate.derived), make("span", "candidate-words", candidate.text));
  const scores = make("dl", "scores");
  for (const [name, value] of candidate.scores) {
    const pair = make("div", "score");
    pair.append(make("dt", "", name), make("dd", "", value));
    scores.append(pair);
  }
  row.append(line, scores, make("p", "candidate-why", candidate.why));
  return row;
};

const drawFound = (found, openPassage) => {
  const box = make("details", "found");
  box.append(make("summary", "", "How this was found"));
  for (const sentence of found.said) box.append(make("p", "found-said", sentence));
  const list = (candidates) => {
    const rows = make("ol", "found-list");
    rows.append(...candidates.map((candidate) => drawCandidate(candidate, openPassage)));
    return rows;
  };
  box.append(list(found.candidates));
  if (found.left.length) box.append(make("h4", "found-left", "Left out"), list(found.left));
  return box;
};
