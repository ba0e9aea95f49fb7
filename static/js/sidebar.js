/** The side bar: slides in on small screens; its groups fold, and the server remembers by cookie which stand open. */

import { remember } from "./cookies.js";

function show(isOpen) {
  const bar = document.getElementById("sidebar");
  const button = document.querySelector("[data-sidebar-toggle]");
  bar.toggleAttribute("data-open", isOpen);
  button.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) bar.querySelector("a")?.focus();
}

/** Keep which groups are open. */
function rememberGroups() {
  const open = [...document.querySelectorAll("[data-sidebar-group][open]")];
  remember("desk_groups", open.map((group) => group.dataset.sidebarGroup).join("."));
}

/** Let the menu button open it; Escape, a click beside or leaving by keyboard closes it. */
export function watchSidebar() {
  const bar = document.getElementById("sidebar");
  const button = document.querySelector("[data-sidebar-toggle]");
  const isOpen = () => bar.hasAttribute("data-open");
  bar.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  button.addEventListener("click", () => show(!isOpen()));
  for (const group of document.querySelectorAll("[data-sidebar-group] > summary")) group.addEventListener("click", () => setTimeout(rememberGroups));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    show(false);
    button.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (isOpen() && !bar.contains(event.target) && !button.contains(event.target)) show(false);
  });
  bar.addEventListener("focusout", (event) => {
    if (isOpen() && event.relatedTarget && !bar.contains(event.relatedTarget) && event.relatedTarget !== button) show(false);
  });
}
