/** Keeps an open ticket's page true: fetches the changed part when an event (or the 30 s poll) says that there is one. */

const page = document.querySelector("[data-ticket][data-live-part]");

async function load() {
  try {
    return await fetch(page.dataset.liveHref, { headers: { "HX-Request": "true" } });
  } catch {
    return null; // the connection is away: the mark says so, and the next event or poll asks again
  }
}

async function refresh() {
  const answer = await load();
  if (!answer?.ok) return;
  const part = document.querySelector(page.dataset.livePart);
  const template = document.createElement("template");
  template.innerHTML = await answer.text(); // a fragment of our own server, escaped there
  const fresh = template.content.querySelector("[data-version]");
  if (!fresh || fresh.dataset.version === page.dataset.version) return;
  page.dataset.version = fresh.dataset.version;
  const seen = document.querySelector("[data-seen]");
  if (seen) [seen.value] = fresh.dataset.version.split("."); // the writer has it before their eyes now
  for (const also of fresh.querySelectorAll("template[data-replaces]")) {
    document.querySelector(also.dataset.replaces)?.replaceChildren(also.content.cloneNode(true));
  }
  const isAtEnd = innerHeight + scrollY > document.body.scrollHeight - 200;
  part.replaceChildren(...template.content.childNodes);
  if (isAtEnd) part.querySelector(".message:last-of-type")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

/** Watch the events that the socket brings. */
export function watchTicket() {
  if (!page) return;
  document.addEventListener("ticket:changed", (event) => { if (String(event.detail.ticketId) === page.dataset.ticket) refresh(); });
  for (const name of ["ticket:joined", "live:refetch"]) document.addEventListener(name, refresh);
}
