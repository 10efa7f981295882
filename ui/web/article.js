// The article beside the chat, scrolled to the cited words.

const bar = (data, send) => {
  const head = make("div", "bar");
  const place = make("p", "place", data.place);
  head.append(place);
  const actions = make("div", "actions");
  if (data.count > 1) {
    const previous = button("step", "‹", "Previous citation", () => send("step", { by: -1, at: Date.now() }));
    const next = button("step", "›", "Next citation", () => send("step", { by: 1, at: Date.now() }));
    previous.disabled = data.position === 0;
    next.disabled = data.position === data.count - 1;
    actions.append(previous, next);
  }
  actions.append(button("close", "Close", "Close the article", () => send("close", Date.now())));
  head.append(actions);
  return head;
};

const drawHead = (data) => {
  const head = make("header", "head");
  head.append(titleOf("h2", "title", data.title, data.derived));
  if (data.derived) head.append(make("p", "derived-note", "Title derived from the text"));
  head.append(facts("facts", data.facts));
  if (data.url) {
    const line = make("p", "url");
    // Only web addresses become links; anything else stays text.
    if (/^https?:\/\//i.test(data.url)) {
      line.append(make("a", "", data.url, { href: data.url, target: "_blank", rel: "noopener noreferrer" }));
    } else {
      line.textContent = data.url;
    }
    head.append(line);
  }
  return head;
};

const drawText = (paragraphs) => {
  const text = make("div", "text");
  for (const segments of paragraphs) {
    const paragraph = make("p");
    for (const [words, marked] of segments) paragraph.append(marked ? make("mark", "", words) : words);
    text.append(paragraph);
  }
  return text;
};

const draw = (root, data, send) => {
  const panel = make("aside", "panel", null, { "aria-label": `Article: ${data.title}`, tabindex: "-1" });
  const scroll = make("div", "scroll", null, { tabindex: "0", role: "region", "aria-label": "Article text" });
  scroll.append(drawHead(data));
  if (data.notice) scroll.append(make("p", "notice", data.notice, { role: "status" }));
  if (data.stored) {
    const stored = make("div", "stored");
    stored.append(make("p", "stored-label", "The words as they were quoted"), make("blockquote", "", data.stored));
    scroll.append(stored);
  }
  if (data.paragraphs.length) scroll.append(drawText(data.paragraphs));
  panel.append(bar(data, send), scroll);
  root.replaceChildren(panel);
  return panel;
};

const showMark = (panel) => {
  const scroll = panel.querySelector(".scroll");
  const mark = panel.querySelector("mark");
  if (!mark) return;
  const offset = mark.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
  scroll.scrollTop += offset - scroll.clientHeight * 0.28;
};

const drawn = new WeakMap();
const escapes = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const send = (event, value) => {
    if (event === "close") {
      const opener = window.clippingsOpener;
      if (opener && opener.isConnected) opener.focus({ preventScroll: true });
    }
    setTriggerValue(event, value);
  };
  if (!escapes.has(root)) {
    const onKey = (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) send("close", Date.now());
    };
    document.addEventListener("keydown", onKey);
    escapes.set(root, () => document.removeEventListener("keydown", onKey));
  }
  const words = JSON.stringify(data);
  if (drawn.get(root) !== words) {
    drawn.set(root, words);
    const panel = draw(root, data, send);
    panel.querySelector(".scroll").focus({ preventScroll: true });
    showMark(panel);
    // Once more when the fonts are in, since they move the lines.
    document.fonts.ready.then(() => panel.isConnected && showMark(panel));
  }
  return () => escapes.get(root)?.();
}
