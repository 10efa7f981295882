// How an answer was found: each passage that was looked at, with its ranks and scores.

const drawFound = (found, openPassage) => {
  const box = make("details", "found");
  box.append(make("summary", "", "How this was found"));
  for (const sentence of found.said) box.append(make("p", "found-said", sentence));
  const list = make("ol", "found-list");
  found.candidates.forEach((candidate) => {
    const row = make("li", candidate.quoted ? "candidate quoted" : "candidate");
    const line = button("candidate-open", null, `Read this passage in ${candidate.title}`, () => openPassage(candidate.place));
    line.append(titleOf("span", "candidate-title", candidate.title, candidate.derived), make("span", "candidate-words", candidate.text));
    const scores = make("dl", "scores");
    for (const [name, value] of candidate.scores) {
      const pair = make("div", "score");
      pair.append(make("dt", "", name), make("dd", "", value));
      scores.append(pair);
    }
    row.append(line, scores);
    list.append(row);
  });
  box.append(list);
  return box;
};
