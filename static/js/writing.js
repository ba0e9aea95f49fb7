/** The page where an item is written: the rich-text editor, and files with progress. */

import { announce, put } from "./storing.js";
import { toast } from "./toast.js";

if (document.querySelector("[data-editor]")) await import("./editor.js");

function shown(file, remove, template) {
  const element = document.createElement("span");
  element.className = "attachment attachment--sent";
  element.innerHTML = '<span class="attachment__text"><span class="attachment__name"></span><span class="attachment__meta"></span></span><button type="button" class="attachment__remove">×</button><progress class="progress" max="1" value="0"></progress>';
  element.querySelector(".attachment__name").textContent = file.name;
  element.querySelector("button").setAttribute("aria-label", template.replace("{name}", file.name));
  element.querySelector("button").addEventListener("click", remove);
  return element;
}

document.querySelector(".writing__input").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault(); // a title has one line; the next place to write is the text
  (document.querySelector(".editor__page") ?? document.querySelector(".writing__main .dropzone input"))?.focus();
});

const size = (bytes) => (bytes > 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} kB`);

/** One place that takes one file; a second one takes the first one's place. */
class Sending {
  constructor(place) {
    this.place = place;
    this.list = place.querySelector("[data-send-list]");
    this.key = place.querySelector("[data-send-key]");
    const zone = place.querySelector(".dropzone");
    const input = place.querySelector("input[type=file]");
    input.addEventListener("change", () => { if (input.files[0]) this.send(input.files[0]); input.value = ""; });
    for (const type of ["dragover", "dragleave", "drop"]) zone.addEventListener(type, () => zone.toggleAttribute("data-over", type === "dragover"));
    this.key.form.addEventListener("submit", (event) => this.hold(event), true);
  }

  clear() {
    this.key.value = "";
    this.current = null;
    this.list.replaceChildren();
  }

  async send(file) {
    this.clear();
    const element = shown(file, () => this.clear(), this.place.dataset.remove);
    const bar = element.querySelector("progress");
    const meta = element.querySelector(".attachment__meta");
    this.list.append(element);
    this.current = element;
    try {
      const upload = await announce(this.place.dataset.send, file, { purpose: this.place.dataset.purpose });
      await put(upload, file, (part) => { bar.value = part; meta.textContent = `${Math.round(part * 100)} % / ${size(file.size)}`; });
      if (this.current !== element) return;
      this.key.value = upload.storageKey;
      meta.textContent = size(file.size);
    } catch (error) {
      element.classList.add("attachment--refused");
      meta.textContent = error.message;
      toast(error.message, "danger");
    }
    bar.remove();
    this.settled?.();
  }

  /** A form waits for the file that is on its way. */
  hold(event) {
    if (!this.list.querySelector("progress")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.settled = () => { this.settled = null; event.target.requestSubmit(event.submitter); };
  }
}

for (const place of document.querySelectorAll("[data-send]")) new Sending(place);
