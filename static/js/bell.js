/** The bell: what was followed or looked at counts as read, here and in its number. */
import { send } from "./requests.js";

const show = (unread) => document.dispatchEvent(new CustomEvent("unread", { detail: unread }));
const hasUnread = () => [...document.querySelectorAll("[data-unread]")].some((badge) => !badge.hidden);

async function ask(address, options) {
  try {
    show((await (await send(address, options)).json()).unread);
  } catch { /* the connection is away: the number stays as it was, and the mark in the header says so */ }
}

function readShownTicket() {
  const shown = document.querySelector("[data-ticket][data-live-part]")?.dataset.ticket;
  if (shown && hasUnread() && !document.hidden) ask(`/notifications/tickets/${shown}/read`, { method: "POST" });
}

/** Watch the bell of this page. */
export function watchBell() {
  if (!document.querySelector("[data-bell]")) return;
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-notification]");
    if (row) ask(`/notifications/${row.dataset.notification}/read`, { method: "POST", keepalive: true });
  });
  document.addEventListener("live:refetch", () => ask("/notifications/unread"));
  document.addEventListener("ticket:changed", () => setTimeout(readShownTicket, 1500));
  document.addEventListener("htmx:afterSwap", (event) => {
    const now = event.detail.target.querySelector?.("[data-unread-now]");
    if (now) show(Number(now.dataset.unreadNow));
  });
  readShownTicket();
}
