/** The command palette: Ctrl/Cmd+K anywhere, a ticket's number jumps, everything else asks the server. */

const WAIT = 120;

class Palette {
  constructor(dialog) {
    this.dialog = dialog;
    this.input = dialog.querySelector(".palette__input");
    this.results = dialog.querySelector(".palette__results");
    this.input.addEventListener("input", () => this.later());
    dialog.addEventListener("keydown", (event) => this.onKey(event));
  }

  open() {
    if (this.dialog.open) return;
    this.dialog.showModal();
    this.input.select();
    this.load();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), WAIT);
  }

  async load() {
    this.asked?.abort();
    this.asked = new AbortController();
    const { signal } = this.asked;
    const words = this.input.value.trim();
    const address = `${this.dialog.dataset.source}?q=${encodeURIComponent(words)}`;
    try {
      const answer = await fetch(address, { signal, headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(`${answer.status}`);
      this.show(await answer.text());
      this.shown = words;
    } catch (error) {
      if (error.name !== "AbortError") this.say("[data-palette-failed]");
    }
  }

  show(rows) {
    this.results.innerHTML = rows; // a fragment of our own server, escaped there
    this.items.forEach((item, at) => { item.id = `palette-item-${at}`; });
    if (this.items.length) this.choose(0);
    else this.say("[data-palette-none]");
  }

  say(template) {
    this.results.replaceChildren(this.dialog.querySelector(template).content.cloneNode(true));
    this.input.removeAttribute("aria-activedescendant");
  }

  get items() {
    return [...this.results.querySelectorAll(".palette__item")];
  }

  choose(at) {
    const items = this.items;
    if (!items.length) return;
    this.at = (at + items.length) % items.length;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === this.at)));
    items[this.at].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", items[this.at].id);
  }

  onKey(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.choose(this.at + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.go(event);
    }
  }

  go(event) {
    const isShown = this.shown === this.input.value.trim(); // then the ticket of that number is the first row, if there is one
    const number = !isShown && /^#?(\d{1,18})$/.exec(this.input.value.trim());
    const address = number ? `/staff/tickets/${number[1]}` : this.items[this.at]?.href;
    if (!address) return;
    if (event.ctrlKey || event.metaKey) open(address, "_blank", "noopener");
    else location.assign(address);
  }
}

/** Watch the keys and the search button. */
export function watchPalette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const palette = new Palette(dialog);
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  for (const key of document.querySelectorAll("[data-palette-key]")) key.textContent = isMac ? "⌘ K" : "Ctrl K";
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    palette.open();
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-palette-open]")) palette.open(); });
}
