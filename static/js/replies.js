/** Saved replies: ";" at the start of a word, or the button, opens the list; choosing one inserts its text. */

async function load(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  return answer.ok ? answer.text() : "";
}

function insert(field, text) {
  const at = field.selectionStart;
  const before = field.value.slice(0, at).replace(/;$/, "");
  field.value = before + text + field.value.slice(field.selectionEnd);
  field.selectionStart = field.selectionEnd = before.length + text.length;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function makePanel(composer) {
  const panel = document.createElement("div");
  panel.className = "menu__panel menu__panel--above";
  panel.hidden = true;
  composer.querySelector(".composer__bar").prepend(panel);
  return panel;
}

/** Answers at the side go into the reply as a link or as text. */
function watchAnswers(field) {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-insert], [data-insert-from]");
    if (!button) return;
    const text = button.dataset.insert ?? (await load(button.dataset.insertFrom));
    if (text) insert(field, `${field.selectionStart ? "\n" : ""}${text}\n`);
    field.scrollIntoView({ block: "nearest" });
  });
}

/** Watch one composer. */
export function watchReplies(composer) {
  const field = composer.elements.body;
  const panel = makePanel(composer);
  watchAnswers(field);
  const close = () => { panel.hidden = true; };
  const open = async () => {
    if (!panel.childElementCount) panel.innerHTML = await load(field.dataset.replies); // a fragment of our own server
    panel.hidden = false;
    panel.querySelector("button")?.focus();
  };
  composer.querySelector("[data-replies-open]")?.addEventListener("click", () => (panel.hidden ? open() : close()));
  field.addEventListener("input", (event) => {
    if (event.data === ";" && /(^|\s);$/.test(field.value.slice(0, field.selectionStart))) open();
  });
  panel.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-reply-text]");
    if (!choice) return;
    insert(field, choice.dataset.replyText);
    close();
  });
  panel.addEventListener("keydown", (event) => {
    const items = [...panel.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") { close(); field.focus(); }
    if (!step) return;
    event.preventDefault();
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length]?.focus();
  });
}
