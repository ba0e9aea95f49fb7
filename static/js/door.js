/** The tablet at a door shows each minute anew what is on; while the server is away, it keeps what it shows. */

const MINUTE = 60_000;

async function renew() {
  try {
    const answer = await fetch(window.location.href, { cache: "no-store" });
    if (answer.ok) window.location.reload();
  } finally {
    setTimeout(renew, MINUTE);
  }
}

setTimeout(renew, MINUTE);
