/** Native dialogs: opened by [data-dialog], closed by [data-dialog-close] or a click beside; and the one that asks before a form is sent. */

/** Ask with the page's confirm dialog; gives true when the person goes on. */
export function ask(text, { name, yes } = {}) {
  const dialog = document.getElementById("confirm");
  const go = dialog.querySelector("[data-confirm-yes]");
  const typed = dialog.querySelector("[data-confirm-typed]");
  const input = typed.querySelector("input");
  go.dataset.usual ??= go.textContent;
  go.textContent = yes ?? go.dataset.usual;
  dialog.querySelector("[data-confirm-text]").textContent = text;
  typed.hidden = !name;
  typed.querySelector("[data-confirm-name]").textContent = name ?? "";
  input.value = "";
  go.disabled = Boolean(name);
  input.oninput = () => { go.disabled = input.value.trim() !== name; };
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

async function onSubmit(event) {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!question || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { confirmName: name, confirmYes: yes } = { ...form.dataset, ...event.submitter?.dataset };
  if (!(await ask(question, { name, yes }))) return;
  form.dataset.confirmed = "yes";
  form.requestSubmit(event.submitter);
  delete form.dataset.confirmed;
}

function onClick(event) {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) closer.closest("dialog").close();
  if (event.target.matches("dialog[open]")) closeBeside(event);
}

function closeBeside(event) {
  const box = event.target.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside && event.detail) event.target.close();
}

/** Watch openers, closers and forms that ask first. */
export function watchDialogs() {
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit, true);
}
