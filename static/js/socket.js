/**
 * The live connection: one per page, for people who are signed in. It carries ids; pages fetch what they may see.
 *
 * Told on document: `ticket:changed` (detail: {ticketId, version, messageId?, event}) for every ticket that this person
 * hears of; `ticket:joined` when the shown ticket's news arrive from now on; `live:refetch` after a pause, and every 30 s while it lasts; `live:paused`, `live:resumed`; `unread` (a number);
 * `presence` (staff only). A page that shows one ticket says so by [data-ticket][data-live-part].
 */
const POLL = 30_000;
const NAMES = ["ticket.created", "ticket.updated", "ticket.message"];

let socket;
let poll;

const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
const shownTicket = () => Number(document.querySelector("[data-ticket][data-live-part]")?.dataset.ticket);

/** Tell the server something; lost while there is no connection. */
export function tell(name, data) {
  if (socket?.connected) socket.emit(name, data);
}

/** Open the connection of this page. */
export async function watchSocket() {
  if (!document.querySelector("[data-bell]")) return;
  const { io } = await import("../vendor/socket.io/socket.io.esm.min.js");
  socket = io({ transports: ["websocket"], reconnectionDelayMax: 15_000 });
  socket.on("connect", resumed);
  socket.on("disconnect", paused);
  socket.on("connect_error", paused);
  for (const name of NAMES) socket.on(name, (told) => changed(name, told));
  socket.on("notification.created", (told) => say("unread", told.unread));
  socket.on("presence", (told) => say("presence", told));
  document.addEventListener("session:resumed", () => socket.connect());
  document.addEventListener("visibilitychange", () => { if (!document.hidden && poll) say("live:refetch"); });
}

function resumed() {
  join(() => say("ticket:joined")); // what happened between the page's making and now was told to nobody here
  if (poll) say("live:refetch");
  clearInterval(poll);
  poll = undefined;
  say("live:resumed");
}

function paused() {
  if (poll) return;
  say("live:paused");
  poll = setInterval(() => {
    if (!document.hidden) say("live:refetch");
    if (!socket.active) socket.connect(); // it was refused, so it does not try by itself
  }, POLL);
}

function changed(name, told) {
  say("ticket:changed", { ...told, event: name });
  if (told.ticketId === shownTicket()) setTimeout(() => join(), 1000); // who may see it may have changed: ask to be let in again
}

function join(done = () => {}) {
  const id = shownTicket();
  if (id) socket.emit("ticket:join", { id }, done);
}
