/** The staff's ticket page: composer, keys, tabs on a phone, dialogs that need a value. */

import "./uploads.js";
import { watchReplies } from "./replies.js";
import { watchUndo } from "./undo.js";

const page = document.querySelector("[data-ticket]");
const composer = document.querySelector("[data-composer]");

function compose(kind) {
  if (!composer?.querySelector(`[data-compose="${kind}"]`)) return;
  composer.querySelector("[data-kind]").value = kind;
  composer.classList.toggle("composer--note", kind === "internal");
  for (const tab of composer.querySelectorAll("[data-compose]")) tab.setAttribute("aria-selected", String(tab.dataset.compose === kind));
  for (const part of composer.querySelectorAll("[data-for]")) part.hidden = part.dataset.for !== kind;
  composer.elements.body.focus();
}

function showTab(name) {
  page.querySelector(".ticket").dataset.tab = name;
  for (const tab of page.querySelectorAll("[data-tab-show]")) tab.setAttribute("aria-selected", String(tab.dataset.tabShow === name));
}

function editMessage(button) {
  const dialog = document.getElementById("edit-message");
  dialog.querySelector("form").action = button.dataset.editMessage;
  dialog.querySelector("textarea").value = button.dataset.editText;
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-compose]");
  const part = event.target.closest("[data-tab-show]");
  const edit = event.target.closest("[data-edit-message]");
  if (tab) compose(tab.dataset.compose);
  if (part) showTab(part.dataset.tabShow);
  if (edit) editMessage(edit);
});

const KEYS = {
  r: () => compose("admin"),
  n: () => compose("internal"),
  a: () => document.querySelector('[data-key="a"]')?.click(),
  "/": () => document.querySelector("[data-palette-open]").click(),
  "?": () => document.getElementById("keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable], dialog");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || page.dataset.shortcuts === "no") return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

if (composer) {
  watchReplies(composer);
  watchUndo(composer);
}
