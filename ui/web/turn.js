// One question and its answer: lays out what the other scripts draw, each section in a place of its own.

const drawFailure = (failure, tools) => {
  const box = make("div", "failure", null, { role: "alert" });
  box.append(make("p", "", failure.error));
  const actions = make("p", "failure-actions");
  actions.append(
    button("plain", "Ask again", null, () => tools.act({ do: "ask", question: failure.question })),
    button("plain", "Remove", "Remove this question", () => tools.act({ do: "remove" })),
  );
  box.append(actions);
  return box;
};

const drawRelated = (questions, tools) => {
  const section = make("section", "related");
  section.append(make("h3", "section-title", "The articles also answer"));
  const list = make("ul", "related-list");
  for (const question of questions) {
    const item = make("li");
    item.append(button("related-question", question, null, () => tools.act({ do: "ask", question })));
    list.append(item);
  }
  section.append(list);
  return section;
};

// The button stays the same node while the words beside it change, or a click on it would be lost.
const drawStatus = (slot, status, tools) => {
  if (!slot.firstElementChild) {
    const line = make("div", "status");
    line.append(make("span", "status-words"), button("stop", "Stop", "Stop answering", () => tools.act({ do: "stop" })));
    slot.replaceChildren(line);
  }
  slot.querySelector(".status-words").textContent = status.words;
  slot.querySelector(".stop").hidden = !status.canStop;
};

const line = (className) => (words) => make("p", className, words);

const drawUnderstood = (understood) => {
  const node = make("p", "understood", "Understood as: ");
  node.append(make("em", "", understood));
  return node;
};

// Each section has a place of its own and is drawn anew only when what it shows has changed.
const SECTIONS = [
  ["question", (data) => data.question, (slot, question) => {
    slot.clippingsQuestion = question;
    slot.replaceChildren(drawQuestion(question));
  }],
  ["understood", (data) => data.understood, drawUnderstood],
  ["filters", (data) => data.filters, (chips, tools) => filterChips(chips, () => tools.act({ do: "undate" }))],
  ["note", (data) => data.note, line("understood")],
  ["about", (data) => data.citations, (citations) => drawDescriptions(citations)],
  ["notice", (data) => data.notice, line("notice"), "body"],
  ["short", (data) => data.short, line("short"), "body"],
  ["refusal", (data) => data.refusal, line("refusal"), "body"],
  ["answer", (data) => data.pieces, drawPieces, "body"],
  ["differing", (data) => data.differing, drawDiffering, "body"],
  ["checked", (data) => data.checked, line("checked"), "body"],
  ["status", (data) => data.status && { words: data.status, canStop: data.canStop }, drawStatus],
  ["failure", (data) => data.error && { error: data.error, question: data.question }, drawFailure],
  ["offers", (data) => data.offers, (offers, tools) => drawActions(offers, tools.act, tools.edit)],
  ["sources", (data) => data.sources.length && { sources: data.sources, headline: data.headline }, drawSources],
  ["closest", (data) => data.closest, drawClosest],
  ["found", (data) => data.found, (found, tools) => drawFound(found, (evidence) => tools.open({ evidence }))],
  // Last, since they come a while after the rest and must not move it.
  ["related", (data) => data.related, drawRelated],
];
const FILLS = new Set(["question", "answer", "status"]); // these draw into their place themselves

const layOut = (root) => {
  const article = make("article", "turn");
  const body = make("div", "body", null, { "aria-live": "polite" });
  const slots = new Map();
  for (const [name, , , inside] of SECTIONS) {
    const slot = make("div", "slot");
    slots.set(name, { slot, words: null });
    if (inside) {
      if (!body.isConnected) article.append(body);
      body.append(slot);
    } else article.append(slot);
  }
  root.append(article);
  return slots;
};

// A button that is drawn anew under the reader's finger keeps the focus.
const keepFocus = (slot, draw) => {
  const active = slot.getRootNode().activeElement;
  const name = slot.contains(active) ? nameOf(active) : null;
  draw();
  if (name) [...slot.querySelectorAll("button")].find((node) => nameOf(node) === name)?.focus();
};
const nameOf = (node) => node.ariaLabel || node.textContent;

const update = (slots, data, tools) => {
  tools.citations = new Map(data.citations.map((citation) => [citation.number, citation]));
  for (const [name, pick, drawIt] of SECTIONS) {
    const place = slots.get(name);
    const picked = pick(data);
    const words = JSON.stringify(picked);
    if (place.words === words) continue;
    place.words = words;
    const empty = !picked || picked.length === 0;
    if (empty) place.slot.replaceChildren();
    else if (FILLS.has(name)) drawIt(place.slot, picked, tools);
    else keepFocus(place.slot, () => place.slot.replaceChildren(...[drawIt(picked, tools)].flat()));
  }
};

// What opened the article gets the focus back; where it, or its whole turn, was drawn anew since, the chip of the same
// number under the same question stands in.
const rememberOpener = (root, anchor) => {
  const { number } = anchor.dataset;
  const asked = (turn) => turn.querySelector(".question")?.textContent;
  const question = asked(root);
  window.clippingsOpener = () => {
    if (anchor.isConnected) return anchor;
    const turns = [root, ...window.clippingsTurns].filter((turn) => turn.isConnected && asked(turn) === question);
    return number && turns[0]?.querySelector(`.chip[data-number="${CSS.escape(number)}"]`);
  };
};

const equip = (root, parentElement, setTriggerValue) => {
  const send = (event, value) => setTriggerValue(event, { ...value, at: Date.now() });
  const slots = layOut(root);
  const gone = new AbortController();
  const tools = {
    root,
    preview: makePreview(root, gone.signal),
    act: (what) => send("act", what),
    open: (what) => {
      const anchor = parentElement.activeElement;
      if (anchor) {
        rememberOpener(root, anchor);
        holdStill(anchor);
      }
      send("open", what);
    },
    edit: (question) => editQuestion(slots.get("question").slot, question, tools),
  };
  (window.clippingsTurns ??= new Set()).add(root); // for the keys that lead through the citations
  gone.signal.addEventListener("abort", () => window.clippingsTurns.delete(root));
  return { slots, tools, gone };
};

const equipped = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const { reading, last, room, sought, ...shown } = data;
  const first = !equipped.has(root);
  if (first) equipped.set(root, equip(root, parentElement, setTriggerValue));
  const { slots, tools, gone } = equipped.get(root);
  const body = root.querySelector(".body");
  body.setAttribute("aria-busy", String(Boolean(data.status)));
  update(slots, shown, tools);
  root.classList.toggle("room", room);
  if (first && last) bringUp(root);
  follow(root, sought);
  for (const node of root.querySelectorAll(".chip")) {
    const current = Number(node.dataset.number) === reading;
    node.classList.toggle("current", current);
    node.setAttribute("aria-expanded", String(current));
  }
  return () => root.isConnected || gone.abort(); // it is called as well where newer data came before these were drawn
}
