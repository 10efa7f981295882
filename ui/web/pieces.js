// The words of an answer, as they stream in or finished: sentences with their verdicts, chips that open what they cite.

const canHover = window.matchMedia("(hover: hover)").matches;

const drawChip = (citation, found, tools) => {
  const label = `Citation ${citation.number}: ${citation.title}${found ? " (found by us)" : ""}`;
  const node = button(found ? "chip by-us" : "chip", String(citation.number), label, () => {
    tools.preview.hide(0);
    tools.open({ number: citation.number });
  });
  node.dataset.number = citation.number;
  node.setAttribute("aria-describedby", `about-${citation.number}`);
  node.setAttribute("aria-expanded", "false");
  const by = found ? "We found this citation; the model gave none here. " : "";
  const show = (hint) => tools.preview.show(node, citation, by + hint);
  node.addEventListener("mouseenter", () => canHover && show("Click to read it in the article"));
  node.addEventListener("mouseleave", () => tools.preview.hide());
  node.addEventListener("focus", () => node.matches(":focus-visible") && show("Enter reads it in the article, ← → go to the others"));
  node.addEventListener("blur", () => tools.preview.hide());
  return node;
};

// A chip never begins a line: the word before it comes along.
const drawCited = (piece, tools) => {
  const node = make("span", "cited", "\u2060");
  node.append(drawChip(tools.citations.get(piece.cite), piece.found, tools));
  return node;
};

const VERDICTS = {
  verbatim: "Word for word: the quoted words stand in the cited passage.",
  supported: "Checked: its numbers, dates and names are in the cited passages, and their words bear it out.",
};

const drawStatement = (piece) => {
  if (piece.verdict === "unsupported") {
    const both = make("span", "unconfirmed");
    const missing = piece.missing.length ? `: ${piece.missing.join("; ")}` : "";
    both.append(make("span", "doubtful", piece.text), make("span", "doubt", `not confirmed${missing}`));
    return both;
  }
  if (!VERDICTS[piece.verdict]) return document.createTextNode(piece.text);
  const node = make("span", "statement", piece.text, { title: VERDICTS[piece.verdict] });
  node.append(make("span", "hidden-words", ` (${piece.verdict === "verbatim" ? "word for word" : "supported"})`));
  return node;
};

const drawOne = (piece, tools) => {
  if (piece.apart) return make("p");
  return piece.cite === undefined ? drawStatement(piece) : drawCited(piece, tools);
};

// Words are added behind those that stand already, so that nothing moves or loses the focus while an answer comes.
const drawPieces = (slot, pieces, tools) => {
  const shown = (slot.clippings ??= { words: null, drawn: [] });
  if (!shown.words?.isConnected) {
    shown.words = make("div", "answer");
    shown.words.append(make("p"));
    shown.drawn = [];
    slot.replaceChildren(shown.words);
  }
  const drawn = shown.drawn;
  const keys = pieces.map((piece) => JSON.stringify(piece));
  const same = keys.findIndex((key, index) => drawn[index]?.key !== key);
  const from = same < 0 ? keys.length : same;
  for (const { node } of drawn.splice(from)) node.remove();
  pieces.slice(from).forEach((piece, index) => {
    const node = drawOne(piece, tools);
    // Quotations from different places are no prose that runs on: each is a paragraph of its own.
    (piece.apart ? shown.words : shown.words.lastElementChild).append(node);
    drawn.push({ key: keys[from + index], node });
  });
};

const drawDescriptions = (citations) => citations.map((citation) => {
  const about = [citation.publisher, citation.date, citation.age].filter(Boolean).join(", ");
  return make("p", "", `${about}. “${citation.quote}”`, { id: `about-${citation.number}`, hidden: "" });
});
