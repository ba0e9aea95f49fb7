/** Choosing rows: the box in the head chooses the page, the bar counts; Shift chooses a stretch. */

function boxes(form) {
  return [...form.querySelectorAll("tbody .check")];
}

function count(form) {
  const all = boxes(form);
  const chosen = all.filter((box) => box.checked).length;
  for (const mark of form.querySelectorAll("[data-bulk-count]")) mark.textContent = String(chosen);
  const head = form.querySelector("[data-bulk-all]");
  if (!head) return;
  head.checked = chosen > 0 && chosen === all.length;
  head.indeterminate = chosen > 0 && chosen < all.length;
}

function stretch(form, box, last) {
  const all = boxes(form);
  const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
  if (from >= 0) for (const each of all.slice(from, to + 1)) each.checked = box.checked;
}

function onClick(event, memory) {
  const form = event.target.closest("[data-bulk]");
  if (!form || !event.target.matches(".check")) return;
  if (event.target.matches("[data-bulk-all]")) for (const box of boxes(form)) box.checked = event.target.checked;
  else if (event.shiftKey && memory.last?.isConnected) stretch(form, event.target, memory.last);
  memory.last = event.target;
  count(form);
}

/** Watch every [data-bulk] form; a table that htmx replaces is counted anew. */
export function watchBulk() {
  const memory = {};
  document.addEventListener("click", (event) => onClick(event, memory));
  document.addEventListener("reset", (event) => { if (event.target.matches("[data-bulk]")) setTimeout(() => count(event.target)); });
  document.addEventListener("htmx:afterSettle", () => document.querySelectorAll("[data-bulk]").forEach(count));
  document.querySelectorAll("[data-bulk]").forEach(count);
}
