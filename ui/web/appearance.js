// Light, dark or as the device: Streamlit 1.67 keeps the choice in the browser, for each page under a name of its own, and
// has no other way to set it than its menu, which is not shown.

const CHOICES = [["System", "As the device"], ["Light", "Light"], ["Dark", "Dark"]];
const nameFor = (path) => `stActiveTheme-${path}-v2`;

const chosen = () => {
  try {
    return JSON.parse(localStorage.getItem(nameFor(location.pathname))) || "System";
  } catch {
    return "System";
  }
};

const choose = (theme, pages) => {
  const base = location.pathname.replace(/[^/]*$/, "");
  const linked = [...document.querySelectorAll(".st-key-pages a")].map((link) => new URL(link.href).pathname);
  const paths = [...pages.map((page) => base + page), base.replace(/(.)\/$/, "$1"), ...linked];
  for (const path of paths) localStorage.setItem(nameFor(path), JSON.stringify(theme));
  location.reload();
};

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.childElementCount) return;
  const group = make("fieldset", "choices");
  group.append(make("legend", "", "Appearance"));
  for (const [theme, words] of CHOICES) {
    const label = make("label", "choice");
    const input = make("input", "", null, { type: "radio", name: "appearance", value: theme });
    input.checked = chosen() === theme;
    input.addEventListener("change", () => choose(theme, data.pages));
    label.append(input, words);
    group.append(label);
  }
  root.append(group);
}
