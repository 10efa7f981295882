// The filters of the conversation, each with a way to take it away.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const list = filterChips(data.chips, (key) => setTriggerValue("remove", { key, at: Date.now() }));
  root.replaceChildren(list);
}
