/** The queue: choosing rows, keys, and new rows that wait until they are called for. */

const root = document.querySelector("[data-queue]");
const rows = () => [...document.querySelectorAll(".queue tbody tr")];
const bar = document.querySelector("[data-bulk-bar]");

function countChosen() {
  if (!bar) return;
  const chosen = root.querySelectorAll("input[name=ids]:checked").length;
  if (bar.hidden && chosen) document.body.dispatchEvent(new Event("bulk-shown"));
  bar.hidden = chosen === 0;
  const text = bar.querySelector("[data-bulk-count]");
  text.textContent = text.dataset.text.replace("{count}", chosen);
}

function chooseAll(isChosen) {
  for (const box of root.querySelectorAll("input[name=ids]")) box.checked = isChosen;
  const all = root.querySelector("[data-check-all]");
  if (all) all.checked = isChosen;
  countChosen();
}

root.addEventListener("change", (event) => {
  if (event.target.matches("[data-check-all]")) chooseAll(event.target.checked);
  else countChosen();
});
root.addEventListener("click", (event) => { if (event.target.closest("[data-bulk-clear]")) chooseAll(false); });

/* The cursor that j and k move */
function moveCursor(step) {
  const all = rows();
  const at = all.findIndex((row) => row.hasAttribute("data-cursor"));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  if (!next) return;
  all[at]?.removeAttribute("data-cursor");
  next.setAttribute("data-cursor", "");
  next.querySelector(".queue__subject a").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

const current = () => document.querySelector(".queue tr[data-cursor]");
const KEYS = {
  j: () => moveCursor(1),
  k: () => moveCursor(-1),
  x: () => { const box = current()?.querySelector("input[name=ids]"); if (box) { box.checked = !box.checked; countChosen(); } },
  "/": () => document.querySelector("[data-palette-open]").click(),
  "?": () => document.getElementById("keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || root.dataset.shortcuts === "no") return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

/* What happened meanwhile: known rows change in place, new ones wait behind a button */
const button = document.querySelector("[data-queue-new]");
let timer = 0;

async function load(address, headers) {
  try {
    const answer = await fetch(address, { headers });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null; // the connection is away: the mark says so, and the next event or poll asks again
  }
}

async function fetchRows() {
  const rowsAsText = await load(root.dataset.queue, { "HX-Request": "true" });
  if (rowsAsText === null) return null;
  const body = document.createElement("tbody");
  body.innerHTML = rowsAsText; // rows of our own server, escaped there
  return body;
}

async function lookForNew() {
  const fresh = await fetchRows();
  if (!fresh) return;
  let unseen = 0;
  for (const row of fresh.rows) {
    const known = rows().find((other) => other.dataset.id === row.dataset.id);
    if (!known) unseen += 1;
    else if (known.outerHTML !== row.outerHTML && !known.matches(":hover, :focus-within, :has(:checked)")) {
      row.toggleAttribute("data-cursor", known.hasAttribute("data-cursor"));
      known.replaceWith(row.cloneNode(true));
    }
  }
  if (!button || !unseen) return;
  button.hidden = false;
  const text = button.querySelector("[data-queue-new-text]");
  text.textContent = `${unseen} ${text.dataset.one}`;
}

/* My work is several short lists: all of them anew, in place, and never under the pointer */
async function renewAll() {
  if (document.querySelector(".queue tr:hover")) return later(3000);
  const text = await load(location.href);
  const fresh = text && new DOMParser().parseFromString(text, "text/html").querySelector("[data-queue]");
  if (!fresh) return undefined;
  const chosen = current()?.dataset.id;
  const hadFocus = root.contains(document.activeElement);
  root.replaceChildren(...fresh.childNodes);
  const row = rows().find((each) => each.dataset.id === chosen);
  row?.setAttribute("data-cursor", "");
  if (hadFocus) row?.querySelector(".queue__subject a").focus({ preventScroll: true });
  return undefined;
}

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout("queueWhole" in root.dataset ? renewAll : lookForNew, delay);
}

button?.addEventListener("click", () => location.reload());
for (const name of ["ticket:changed", "live:refetch"]) document.addEventListener(name, () => later(400));
