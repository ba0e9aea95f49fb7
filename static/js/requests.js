/** htmx: each changing request carries the CSRF token; a request that failed says so, and keeps the page as it was. */
import { renew } from "./session.js";
import { toast } from "./toast.js";

const token = () => document.querySelector('meta[name="csrf-token"]')?.content;

/** `fetch` with our CSRF token and an error for every answer that is not 2xx; its `said` is the server's reason. */
export async function send(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch", ...options.headers } });
  if (answer.headers.get("X-CSRF-Token")) renew(answer.headers.get("X-CSRF-Token"));
  if (answer.status === 401) document.dispatchEvent(new CustomEvent("session:ended"));
  if (!answer.ok) throw Object.assign(new Error(`${answer.status}`), { said: decodeURIComponent(answer.headers.get("X-Message") ?? "") });
  return answer;
}

function failed(event) {
  const fresh = event.detail.xhr?.getResponseHeader("X-CSRF-Token");
  if (fresh) renew(fresh); // the sign-in changed meanwhile: the next press goes through
  const said = event.detail.xhr?.getResponseHeader("X-Message");
  toast(said ? decodeURIComponent(said) : document.body.dataset.failed, "danger");
}

/** Watch htmx. */
export function watchRequests() {
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token();
  });
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(name, failed);
}
