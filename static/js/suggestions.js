/** Answers beside a request that is being written: asked for after 300 ms of quiet, opened over the page, never in its way. */

import { noteOpening, watchVideo } from "./reading.js";
import { forgetDraft } from "./forms.js";

const QUIET = 300;
const SHORTEST = 4;

class Suggestions {
  constructor(place) {
    this.place = place;
    this.form = place.closest("form");
    this.dialog = document.getElementById("suggested");
    for (const name of ["subject", "description"]) this.form.elements[name].addEventListener("input", () => this.later());
    place.addEventListener("click", (event) => this.onClick(event));
    this.dialog.querySelector("[data-solved]").addEventListener("click", () => this.solved());
    this.dialog.addEventListener("close", () => { this.body.replaceChildren(); });
    this.later();
  }

  get body() {
    return this.dialog.querySelector("[data-suggested-body]");
  }

  get words() {
    return this.form.elements.subject.value.trim();
  }

  get text() {
    return this.form.elements.description.value.trim().slice(0, 1000);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), QUIET);
  }

  async ask() {
    const wish = new URLSearchParams({ q: this.words, text: this.text }).toString();
    if (wish === this.asked) return;
    this.asked = wish;
    this.request?.abort();
    this.request = new AbortController();
    if (this.words.length + this.text.length < SHORTEST) return this.show("");
    try {
      const answer = await fetch(`${this.place.dataset.suggest}?${wish}`, { signal: this.request.signal, headers: { "HX-Request": "true" } });
      if (answer.ok) this.show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") this.asked = null; // the next letter asks again
    }
  }

  show(fragment) {
    this.place.querySelector("[data-suggestions]").innerHTML = fragment; // a fragment of our own server, escaped there
    this.place.toggleAttribute("data-filled", Boolean(fragment.trim()));
    this.keep("shown_item_ids", [...this.place.querySelectorAll("[data-suggested]")].map((link) => link.dataset.suggested));
  }

  /** The request remembers what its writer has seen. */
  keep(name, ids) {
    const field = this.form.elements[name];
    field.value = [...new Set([...field.value.split(",").filter(Boolean), ...ids])].slice(-50).join(",");
  }

  onClick(event) {
    const link = event.target.closest("[data-suggested]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open(link);
  }

  async open(link) {
    const answer = await fetch(link.dataset.preview, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    this.body.innerHTML = await answer.text(); // a fragment of our own server, escaped there
    const item = this.body.querySelector("[data-item]");
    this.dialog.querySelector("[data-whole]").href = item.dataset.whole;
    this.dialog.toggleAttribute("data-done", false);
    this.keep("opened_item_ids", [link.dataset.suggested]);
    this.dialog.showModal();
    this.body.scrollTop = 0;
    noteOpening(item, this.words);
    watchVideo(item, 0);
  }

  async solved() {
    const item = this.body.querySelector("[data-item]");
    const token = this.form.elements.csrf_token.value;
    const answer = await fetch(item.dataset.solved, { method: "POST", headers: { "HX-Request": "true", "X-CSRFToken": token }, body: new URLSearchParams({ q: this.words }) });
    if (!answer.ok) return;
    this.body.innerHTML = await answer.text(); // a fragment of our own server, escaped there
    this.dialog.toggleAttribute("data-done", true);
    this.dialog.querySelector("[data-finish]").focus();
  }
}

/** Watch the place where answers appear. */
export function watchSuggestions() {
  const place = document.querySelector("[data-suggest]");
  if (!place) return;
  new Suggestions(place);
  document.querySelector("[data-finish]").addEventListener("click", () => forgetDraft(place.closest("form").dataset.draft));
}
