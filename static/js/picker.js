/** Pickers for relations with many rows: type, walk the hits with the arrows, choose with Enter. */

const WAIT = 150;

class Picker {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("[role=combobox]");
    this.hits = root.querySelector("[role=listbox]");
    this.chosen = root.querySelector("[data-picker-chosen]");
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("focus", () => this.load());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.hits.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
    this.hits.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
    root.addEventListener("click", (event) => this.letGo(event.target.closest("[data-picked-remove]")));
    root.addEventListener("focusout", (event) => { if (!root.contains(event.relatedTarget)) this.close(); });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), WAIT);
  }

  async load() {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(`${this.root.dataset.source}?q=${encodeURIComponent(this.input.value.trim())}`, { signal: this.asked.signal });
      if (!answer.ok) throw new Error(`${answer.status}`);
      this.show((await answer.json()).results);
    } catch (error) {
      if (error.name !== "AbortError") this.show([]);
    }
  }

  show(results) {
    const none = this.root.querySelector("[data-picker-none]").content.cloneNode(true);
    this.hits.replaceChildren(...(results.length ? results.map((hit, at) => this.option(hit, at)) : [none]));
    this.hits.hidden = document.activeElement !== this.input;
    this.input.setAttribute("aria-expanded", String(!this.hits.hidden));
    this.mark(0);
  }

  option(hit, at) {
    const item = document.createElement("li");
    Object.assign(item, { id: `${this.hits.id}-${at}`, className: "picker__hit", role: "option" });
    Object.assign(item.dataset, { id: hit.id, text: hit.text });
    item.append(hit.text);
    if (hit.detail) item.append(Object.assign(document.createElement("span"), { className: "faint", textContent: hit.detail }));
    return item;
  }

  get options() {
    return [...this.hits.querySelectorAll("[role=option]")];
  }

  mark(at) {
    const options = this.options;
    this.at = options.length ? (at + options.length) % options.length : -1;
    options.forEach((item, place) => item.setAttribute("aria-selected", String(place === this.at)));
    options[this.at]?.scrollIntoView({ block: "nearest" });
    if (options[this.at]) this.input.setAttribute("aria-activedescendant", options[this.at].id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  take(item) {
    if (!item) return;
    const taken = [...this.chosen.querySelectorAll("[data-picked] input")].some((input) => input.value === item.dataset.id);
    if (!("many" in this.root.dataset)) this.chosen.replaceChildren();
    if (!taken || !("many" in this.root.dataset)) this.chosen.append(this.chip(item));
    this.input.value = "";
    this.close();
    this.root.dispatchEvent(new Event("change", { bubbles: true }));
  }

  chip(item) {
    const chip = this.root.querySelector("[data-picker-chip]").content.firstElementChild.cloneNode(true);
    chip.querySelector("input").value = item.dataset.id;
    chip.querySelector("[data-picked-text]").textContent = item.dataset.text;
    return chip;
  }

  letGo(button) {
    if (!button) return;
    button.closest("[data-picked]").remove();
    this.root.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.hits.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.walk(event, step);
    else if (event.key === "Enter" && !this.hits.hidden) { event.preventDefault(); this.take(this.options[this.at]); }
    else if (event.key === "Escape" && !this.hits.hidden) { event.stopPropagation(); this.close(); }
    else if (event.key === "Backspace" && !this.input.value) this.chosen.lastElementChild?.remove();
  }

  walk(event, step) {
    event.preventDefault();
    event.stopPropagation();
    if (this.hits.hidden) this.load();
    else this.mark(this.at + step);
  }
}

/** Bring every picker of the page, or of a part that came later, to life. */
export function watchPickers(part = document) {
  for (const root of part.querySelectorAll("[data-picker]:not([data-live])")) {
    root.dataset.live = "yes";
    new Picker(root);
  }
}
