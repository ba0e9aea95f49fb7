/** The tablet at a door shows each minute anew what is on; while the server is away, it says since when it knows nothing new. */

const MINUTE = 60_000;
const TAKEN_BACK = 404;

async function renew() {
  const answer = await fetch(window.location.href, { cache: "no-store" }).catch(() => null);
  if (answer?.ok || answer?.status === TAKEN_BACK) window.location.reload();
  else document.querySelector("[data-door-stale]").hidden = false;
  setTimeout(renew, MINUTE);
}

setTimeout(renew, MINUTE);
