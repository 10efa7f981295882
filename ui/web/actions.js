// What a reader can do with a finished answer: copy it, link to it, ask again, edit the question, say what it is worth.

const ICONS = {
  good: "M1 21h4V9H1v12zm22-11c0-1.1-.9-2-2-2h-6.31l.95-4.57.03-.32c0-.41-.17-.79-.44-1.06L14.17 1 7.59 7.59C7.22 7.95 7 8.45 7 9v10c0 1.1.9 2 2 2h9c.83 0 1.54-.5 1.84-1.22l3.02-7.05c.09-.23.14-.47.14-.73v-2z",
  bad: "M15 3H6c-.83 0-1.54.5-1.84 1.22l-3.02 7.05c-.09.23-.14.47-.14.73v2c0 1.1.9 2 2 2h6.31l-.95 4.57-.03.32c0 .41.17.79.44 1.06L9.83 23l6.59-6.59c.36-.36.58-.86.58-1.41V5c0-1.1-.9-2-2-2zm4 0v12h4V3h-4z",
};

// Where the clipboard's own interface is missing, as in a page that came without TLS, the copy command takes its place.
const copyByCommand = (flavours) => {
  const fill = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const [type, text] of Object.entries(flavours)) event.clipboardData.setData(type, text);
  };
  document.addEventListener("copy", fill, { capture: true, once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", fill, { capture: true });
  return done;
};

const copy = async (flavours) => {
  try {
    const blobs = Object.entries(flavours).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    return copyByCommand(flavours);
  }
};

const FORMS = [
  ["plain", "Plain text", (copies) => ({ "text/plain": copies.plain })],
  ["markdown", "Markdown", (copies) => ({ "text/plain": copies.markdown })],
  ["html", "Formatted, for mail and Word", (copies) => ({ "text/html": copies.html, "text/plain": copies.plain })],
];

const drawCopy = (copies, say) => {
  const box = make("span", "menu");
  const list = make("div", "menu-list", null, { popover: "auto" });
  const opener = button("action", "Copy", "Copy the answer with its citations", () => {
    list.togglePopover();
    placeMenu(list, opener, "left");
    list.querySelector("button").focus();
  });
  opener.setAttribute("aria-expanded", "false");
  for (const [name, label, flavours] of FORMS) {
    if (!copies[name]) continue;
    list.append(button("menu-item", label, null, async () => {
      const done = await copy(flavours(copies));
      list.hidePopover();
      opener.focus();
      say(done ? `Copied: ${label.split(",")[0].toLowerCase()}, with citations` : "The browser does not let this page copy");
    }));
  }
  list.addEventListener("toggle", (event) => opener.setAttribute("aria-expanded", String(event.newState === "open")));
  list.addEventListener("keydown", (event) => {
    walkMenu(list, event);
    if (event.key !== "Escape") return;
    event.preventDefault();
    list.hidePopover();
    opener.focus();
  });
  box.append(opener, list);
  return box;
};

const REASONS = ["Wrong", "Incomplete", "Wrong source", "Out of date"];

const drawReasons = (act, close) => {
  const form = make("form", "reasons");
  const set = make("fieldset", "reason-set");
  set.append(make("legend", "reason-title", "What is wrong with this answer?"));
  for (const reason of REASONS) {
    const label = make("label", "reason");
    label.append(make("input", "", null, { type: "radio", name: "reason", value: reason }), reason);
    set.append(label);
  }
  const words = make("input", "reason-words", null, { name: "words", maxlength: "500", "aria-label": "In your words (optional)",
    placeholder: "In your words (optional)", autocomplete: "off" });
  const buttons = make("p", "reason-buttons");
  buttons.append(make("button", "primary", "Send", { type: "submit" }), button("action", "Cancel", null, close));
  form.append(set, words, buttons);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new FormData(form);
    const reason = [given.get("reason"), given.get("words").trim()].filter(Boolean).join(": ");
    act({ do: "rate", helpful: false, reason });
    close();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  });
  return form;
};

const drawRating = (rated, act, below) => {
  const box = make("span", "rating");
  const rate = (good, label, onClick) => {
    const node = button("action thumb", null, label, onClick);
    node.append(icon(good ? ICONS.good : ICONS.bad));
    node.title = label;
    node.setAttribute("aria-pressed", String(rated.helpful === good));
    return node;
  };
  const good = rate(true, "Good answer", () => {
    below.replaceChildren();
    act({ do: "rate", helpful: rated.helpful === true ? null : true, reason: "" });
  });
  const bad = rate(false, "Poor answer", () => {
    if (rated.helpful === false) act({ do: "rate", helpful: null, reason: "" });
    else if (below.childElementCount) below.replaceChildren();
    else {
      const form = drawReasons(act, () => {
        below.replaceChildren();
        bad.focus();
      });
      below.append(form);
      form.querySelector("input").focus();
    }
  });
  box.append(good, bad);
  if (rated.helpful === false && rated.reason) box.append(make("span", "rated-reason", rated.reason));
  return box;
};

const drawActions = (offers, act, edit) => {
  const box = make("div", "actions", null, { role: "group", "aria-label": "This answer" });
  const row = make("div", "action-row");
  const below = make("div", "action-below");
  const said = make("span", "said", null, { role: "status" });
  let timer;
  const say = (words) => {
    clearTimeout(timer);
    said.textContent = words;
    timer = setTimeout(() => { said.textContent = ""; }, 4000);
  };
  if (offers.copies) row.append(drawCopy(offers.copies, say));
  if (offers.link) {
    row.append(button("action", "Copy link", "Copy a link to this answer", async () => {
      const link = new URL(offers.link, document.baseURI).href;
      say((await copy({ "text/plain": link })) ? "Link copied" : link);
    }));
  }
  if (offers.again) {
    row.append(button("action", "Ask again", "Ask this question again", () => act({ do: "ask", question: offers.again })));
    row.append(button("action", "Edit question", "Edit the question and ask again", () => edit(offers.again)));
  }
  if (offers.rated) row.append(drawRating(offers.rated, act, below));
  row.append(said);
  box.append(row, below);
  return box;
};
