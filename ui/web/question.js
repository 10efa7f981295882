// The question above its answer, and the box in its place that changes it.

const drawQuestion = (question) => make("h2", question.length > 240 ? "question long" : "question", question);

// The question becomes a box to write in; asking it again leaves this turn as it is.
const editQuestion = (slot, question, tools) => {
  const form = make("form", "edit");
  const box = make("textarea", "edit-words", null, { rows: "2", "aria-label": "Edit the question" });
  box.value = question;
  const close = () => {
    slot.replaceChildren(drawQuestion(slot.clippingsQuestion));
    tools.root.querySelector(".action")?.focus();
  };
  const buttons = make("p", "edit-buttons");
  const hint = make("span", "edit-hint", "It is asked anew at the end; this answer stays.");
  buttons.append(make("button", "primary", "Ask", { type: "submit" }), button("action", "Cancel", null, close), hint);
  form.append(box, buttons);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!box.value.trim()) return;
    tools.act({ do: "ask", question: box.value });
    close();
  });
  form.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Escape", "Enter"].includes(event.key) || event.target !== box || event.shiftKey) return;
    event.preventDefault();
    if (event.key === "Enter") form.requestSubmit();
    else close();
  });
  slot.replaceChildren(form);
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
};
