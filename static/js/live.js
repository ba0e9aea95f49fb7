/** The quiet marks of live updates: the unread count of the bell, and "Live updates paused". */

function showUnread(count) {
  for (const badge of document.querySelectorAll("[data-unread]")) {
    badge.textContent = count > 99 ? "99+" : String(count);
    badge.hidden = count === 0;
  }
}

function showPaused(isPaused) {
  for (const mark of document.querySelectorAll("[data-live-paused]")) mark.hidden = !isPaused;
}

/** Watch what the realtime script tells. */
export function watchLive() {
  document.addEventListener("unread", (event) => showUnread(event.detail));
  document.addEventListener("live:paused", () => showPaused(true));
  document.addEventListener("live:resumed", () => showPaused(false));
}
