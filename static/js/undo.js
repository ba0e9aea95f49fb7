/** Ten seconds to think again: a reply is held before it leaves; leaving the page sends it at once. */

import { toast } from "./toast.js";

const HOLD = 10_000;

/** Hold what this composer sends to others; notes and the second try go straight. */
export function watchUndo(composer) {
  let held = null;

  function release() {
    if (!held) return;
    clearTimeout(held.timer);
    const { submitter } = held;
    held = null;
    composer.dataset.released = "yes";
    composer.requestSubmit(submitter);
  }

  function undo() {
    if (!held) return;
    clearTimeout(held.timer);
    held = null;
    composer.classList.remove("composer--held");
    composer.elements.body.readOnly = false;
    composer.elements.body.focus();
  }

  composer.addEventListener("submit", (event) => {
    if (composer.dataset.released || composer.elements.kind.value === "internal") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (held) { // pressed once more: it is meant; a form cannot be sent while it tells of being sent
      setTimeout(release);
      return;
    }
    held = { submitter: event.submitter, timer: setTimeout(release, HOLD) };
    composer.classList.add("composer--held");
    composer.elements.body.readOnly = true;
    toast(composer.dataset.undo, "info", { action: composer.dataset.undoButton, onAction: undo, timeout: HOLD });
  }, true);

  addEventListener("pagehide", () => {
    if (!held) return;
    const form = new FormData(composer, held.submitter);
    navigator.sendBeacon(composer.action, form);
    held = null;
  });
}
