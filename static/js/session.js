/** When the session ended: a sign-in dialog over the page, so that what was typed stays; then the form goes on its way. */

const ADDRESS = "/login/dialog";
const TRUSTED_FOR = 60_000; // ms since the server last knew us; a page that stood open longer asks before it sends a form

let known = Date.now();
let asking = null;

const isSignedInPage = () => Boolean(document.querySelector('form[action="/logout"]'));

/** Let every form of the page go by the session that there is now. */
export function renew(token) {
  document.querySelector('meta[name="csrf-token"]').content = token;
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token;
}

async function submit(dialog, form, done) {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const answer = await fetch(ADDRESS, { method: "POST", body: new FormData(form), headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" } });
  if (answer.status === 204) {
    if (answer.headers.get("X-Other-Person") === "1") location.reload(); // this page was somebody else's
    else {
      known = Date.now();
      renew(answer.headers.get("X-CSRF-Token"));
      document.dispatchEvent(new Event("session:resumed"));
      dialog.close();
      done(true);
    }
    return;
  }
  dialog.innerHTML = await answer.text();
  dialog.querySelector("[type=password]")?.focus();
}

async function open() {
  const answer = await fetch(ADDRESS, { headers: { "X-Requested-With": "fetch" } });
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "session-title");
  dialog.innerHTML = await answer.text();
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("[type=password]")?.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("submit", (event) => { event.preventDefault(); submit(dialog, event.target, resolve); });
    dialog.addEventListener("close", () => { dialog.remove(); resolve(false); });
  });
}

/** Ask to sign in again; gives true once the person is. Several who ask at once share one dialog. */
export function signInAgain() {
  asking ??= open().finally(() => { asking = null; });
  return asking;
}

async function lives() {
  if (Date.now() - known < TRUSTED_FOR) return true;
  try {
    const answer = await fetch("/login/alive", { headers: { "X-Requested-With": "fetch" } });
    if (answer.status === 401) return signInAgain();
  } catch { /* no network: the form itself will say so */ }
  known = Date.now();
  return true;
}

async function onSubmit(event) {
  const form = event.target;
  const isOver = "sessionOver" in form.dataset; // the page holds a text whose session ended before it was sent
  if (form.method !== "post" || "sessionForm" in form.dataset || form.dataset.sessionKnown) return;
  if (!isOver && (!isSignedInPage() || Date.now() - known < TRUSTED_FOR)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await (isOver ? signInAgain() : lives()))) return;
  delete form.dataset.sessionOver;
  form.dataset.sessionKnown = "yes";
  form.requestSubmit(event.submitter);
  delete form.dataset.sessionKnown;
}

async function onRefused(event) {
  if (event.detail.xhr?.status !== 401 || !isSignedInPage()) return;
  event.stopImmediatePropagation();
  const form = event.detail.elt.closest("form");
  if ((await signInAgain()) && form && form.contains(event.detail.elt)) form.requestSubmit();
}

/** Watch forms and htmx; comes before the others that watch the same events. */
export function watchSession() {
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("htmx:responseError", onRefused);
  document.addEventListener("htmx:afterOnLoad", () => { known = Date.now(); });
  document.addEventListener("session:ended", () => { if (isSignedInPage()) signInAgain(); });
}
