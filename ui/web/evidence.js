// Behind an answer: two lists that stay folded until they are asked for. Each row opens the article at its words.

const opener = (row, className, send) => {
  const label = `Read in the article: ${row.title}`;
  const node = button(className, row.words, null, (event) => {
    const opened = event.currentTarget;
    window.clippingsOpener = () => opened;
    send({ pointer: row.pointer, at: Date.now() });
  });
  node.title = label;
  return node;
};

const drawMoment = (row, send) => {
  const item = make("li", "moment");
  const when = make(row.date ? "time" : "span", row.date ? "when" : "when unknown", row.day);
  if (row.date) when.setAttribute("datetime", row.date);
  item.append(when);
  const what = make("div", "what");
  what.append(make("p", "name", row.title), facts("facts", [row.publisher, row.cited && "quoted in the answer"]));
  what.append(opener(row, "words", send));
  item.append(what);
  return item;
};

const drawSaid = (row, send) => {
  const line = make("tr");
  const who = make("th", row.speaker ? "speaker" : "speaker unknown", row.speaker || row.unnamed, { scope: "row" });
  const words = make("td", "said");
  words.append(opener(row, row.reported ? "words" : "words direct", send));
  if (row.reported) words.append(make("p", "reported", "reported, not in quotation marks"));
  const where = make("td", "where");
  where.append(make("p", "name", row.title), facts("facts", [row.publisher, row.day]));
  line.append(who, words, where);
  return line;
};

const fold = (state, name, title, content) => {
  const details = make("details", name);
  details.open = Boolean(state[name]);
  details.append(make("summary", "", title), content);
  details.addEventListener("toggle", () => { state[name] = details.open; });
  return details;
};

const states = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const state = states.get(root) || {};
  states.set(root, state);
  const send = (value) => setTriggerValue("open", value);
  const list = make("ol", "moments");
  list.append(...data.timeline.map((row) => drawMoment(row, send)));
  const parts = [fold(state, "timeline", `Timeline of the evidence (${data.timeline.length})`, list)];
  if (data.said.length) {
    const table = make("table");
    const head = make("tr");
    for (const label of ["Who", "Said", "Where"]) head.append(make("th", "", label, { scope: "col" }));
    const group = make("thead");
    group.append(head);
    const body = make("tbody");
    body.append(...data.said.map((row) => drawSaid(row, send)));
    table.append(make("caption", "hidden-words", "Who said what in the evidence"), group, body);
    parts.push(fold(state, "speech", `Who said what (${data.said.length})`, table));
  }
  root.replaceChildren(...parts);
  root.classList.toggle("room", data.last);
}
