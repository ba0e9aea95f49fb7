/**
 * Who else has the ticket open and who is typing; the server tells staff only.
 *
 * A page gives <span data-presence data-looking="{names} is looking too" data-typing="{names} is typing">, and the same
 * with -many for several people.
 */
import { tell } from "./socket.js";

const TYPING_SHOWN = 6_500;
const TYPING_SAID_EVERY = 3_000;
let clearing;
let saidAt = 0;

const page = () => document.querySelector("[data-ticket][data-live-part]");

function show(told) {
  const box = document.querySelector("[data-presence]");
  if (!box || Number(page()?.dataset.ticket) !== told.ticketId) return;
  const others = told.viewers.filter((viewer) => String(viewer.id) !== document.body.dataset.me);
  const typing = others.filter((viewer) => viewer.typing);
  box.textContent = sentence(box.dataset, typing.length ? "typing" : "looking", typing.length ? typing : others);
  box.hidden = others.length === 0;
  clearTimeout(clearing);
  const still = told.viewers.map((viewer) => ({ ...viewer, typing: false }));
  if (typing.length) clearing = setTimeout(() => show({ ...told, viewers: still }), TYPING_SHOWN);
}

function sentence(words, what, people) {
  const pattern = (people.length > 1 && words[`${what}Many`]) || words[what];
  return pattern.replace("{names}", people.map((person) => person.name).join(", "));
}

function sayTyping(event) {
  const id = Number(page()?.dataset.ticket);
  if (!id || !event.target.matches("form textarea, form [contenteditable]") || Date.now() - saidAt < TYPING_SAID_EVERY) return;
  saidAt = Date.now();
  tell("ticket:typing", { id });
}

/** Watch presence on this page. */
export function watchPresence() {
  document.addEventListener("input", sayTyping);
  document.addEventListener("presence", (event) => show(event.detail));
}
