// The result of checking a quotation: the verdict, then each place with the words in their paragraph.

// Said to screen readers before words that only one side has.
const SAID = { pasted: "not in the article: ", article: "in the article: " };

const drawWords = (pieces) => {
  const line = make("mark", "found");
  for (const piece of pieces) {
    if (piece.change === "same") {
      line.append(piece.text);
      continue;
    }
    const words = make(piece.change === "pasted" ? "del" : "ins");
    words.append(make("span", "hidden-words", SAID[piece.change]), piece.text.trim());
    line.append(words, " ");
  }
  return line;
};

const drawPlace = (place, index, pieced, send) => {
  const item = make("li", "place");
  const head = make("div", "place-head");
  head.append(make("p", place.named ? "who" : "who unnamed", place.who));
  head.append(facts("facts", [place.title, place.publisher, place.day, place.alike, place.differs]));
  const text = make("p", "paragraph");
  text.append(place.before, drawWords(place.words), place.after);
  const open = button("open", "Open the article there", `Open the article there: ${place.title}`, (event) => {
    const opened = event.currentTarget;
    window.clippingsOpener = () => opened;
    send({ place: index, at: Date.now() });
  });
  if (pieced) item.append(make("p", "piece", `Piece ${index + 1}`));
  item.append(head, text);
  if (place.also) item.append(make("p", "also", place.also));
  item.append(open);
  return item;
};

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const send = (value) => setTriggerValue("open", value);
  const verdict = make("div", `verdict ${data.verdict}`, null, { role: "status" });
  verdict.append(make("p", "headline", data.summary ? `${data.headline}:` : `${data.headline}.`));
  if (data.summary) verdict.append(make("p", "summary", `${data.summary}.`));
  if (data.verdict === "none") verdict.append(make("p", "facts", `Compared with what ${data.searched} say, by words and by meaning.`));
  const places = make("ol", "places");
  places.append(...data.places.map((place, index) => drawPlace(place, index, data.pieced, send)));
  const parts = [verdict];
  if (data.places.some((place) => place.words.some((piece) => piece.change !== "same"))) {
    const legend = make("p", "legend");
    legend.append(make("del", "", "struck out"), ": only in your words. ", make("ins", "", "underlined"), ": only in the article.");
    parts.push(legend);
  }
  root.replaceChildren(...parts, places);
}
