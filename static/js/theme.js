/** Appearance: light, dark or like the system; kept in a cookie so that the server writes it into the next page. */

import { remember } from "./cookies.js";

/** The choice in use. */
export function theme() {
  return document.documentElement.dataset.theme ?? "system";
}

/** Use `choice` at once and remember it for a year. */
export function setTheme(choice) {
  if (choice === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  remember("theme", choice);
  mark();
  document.dispatchEvent(new CustomEvent("theme", { detail: choice }));
}

function mark() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme()));
  }
}

/** Let every [data-theme-choice] button choose. */
export function watchTheme() {
  mark();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (button) setTheme(button.dataset.themeChoice);
  });
}
