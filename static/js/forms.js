/** Forms: no double sending, Ctrl/Cmd+Enter sends, what was typed is kept in the browser, the first error gets the focus. */

function busy(form, submitter) {
  const button = submitter ?? form.querySelector("[type=submit]");
  if (!button || form.method === "dialog") return;
  form.dataset.sending = "yes";
  button.setAttribute("aria-busy", "true");
}

function idle(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

function onSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented || form.hasAttribute("data-repeat") || form.method === "dialog") return;
  if (form.dataset.sending) event.preventDefault();
  else busy(form, event.submitter);
}

function onKey(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest("form[data-submit-keys]");
  if (form) form.requestSubmit();
}

const keyOf = (form) => `draft:${form.dataset.draft}`;
const kept = (field) => field.name && field.name !== "csrf_token" && !["password", "file", "hidden", "submit"].includes(field.type);

function keep(form) {
  const values = {};
  for (const field of form.elements) {
    if (!kept(field)) continue;
    if (["radio", "checkbox"].includes(field.type)) { if (field.checked) values[field.name] = field.value; }
    else values[field.name] = field.value;
  }
  try {
    localStorage.setItem(keyOf(form), JSON.stringify(values));
  } catch { return; } // a full or closed store costs the draft, never the page
  for (const mark of form.querySelectorAll("[data-draft-kept]")) mark.hidden = false;
}

function restore(form) {
  let values;
  try {
    values = JSON.parse(localStorage.getItem(keyOf(form)) ?? "null");
  } catch { return; }
  if (!values) return;
  for (const field of form.elements) {
    if (!kept(field) || !(field.name in values)) continue;
    if (["radio", "checkbox"].includes(field.type)) field.checked = field.value === values[field.name];
    else if (!field.value) field.value = values[field.name];
  }
  for (const mark of form.querySelectorAll("[data-draft-kept]")) mark.hidden = false;
}

/** Forget a kept draft, when its text has arrived. */
export function forgetDraft(key) {
  try { localStorage.removeItem(`draft:${key}`); } catch { /* nothing was kept then */ }
}

/** Watch all forms of the page. */
export function watchForms() {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("keydown", onKey);
  document.addEventListener("input", (event) => { const form = event.target.form; if (form?.dataset.draft) keep(form); });
  document.addEventListener("htmx:afterRequest", (event) => idle(event.target.closest("form") ?? document.createElement("form")));
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(idle));
  for (const done of document.querySelectorAll("[data-draft-done]")) forgetDraft(done.dataset.draftDone);
  document.querySelectorAll("form[data-draft]").forEach(restore);
  document.querySelector("[aria-invalid=true]")?.focus();
}
