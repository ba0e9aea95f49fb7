/** Menus are <details data-menu>: one open at a time, arrows walk, Escape or a click elsewhere closes. */

const open = () => document.querySelectorAll("details[data-menu][open]");

function close(menu, refocus = false) {
  menu.open = false;
  if (refocus) menu.querySelector("summary").focus();
}

function walk(event, menu) {
  const items = [...menu.querySelectorAll(".menu__panel :is(a, button, input):not([disabled])")].filter((item) => item.offsetParent);
  if (!items.length) return;
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
  event.preventDefault();
  items.at(to % items.length).focus();
}

function onKey(event) {
  const menu = event.target.closest("details[data-menu]") ?? open()[0];
  if (!menu) return;
  const inField = event.target.matches("input, textarea, select");
  if (event.key === "Escape" && menu.open) close(menu, true);
  else if (["ArrowDown", "ArrowUp"].includes(event.key) && !(inField && event.target.type !== "search")) {
    if (!menu.open && !event.target.matches("summary")) return;
    menu.open = true;
    walk(event, menu);
  } else if (["Home", "End"].includes(event.key) && menu.open && !inField) walk(event, menu);
}

/** Keep a panel inside the window, whatever side it was meant for. */
function fit(menu) {
  const panel = menu.querySelector(".menu__panel");
  const box = panel.getBoundingClientRect();
  if (box.left < 4 || box.right > innerWidth - 4) menu.classList.toggle("menu--start");
  const around = frame(menu);
  const above = menu.getBoundingClientRect().top - around.top;
  if (box.bottom > around.bottom && box.height + 8 < above) menu.classList.add("menu--up");
}

/** The part of the page in which a menu scrolls: what stands out of it is cut off. */
function frame(menu) {
  for (let part = menu.parentElement; part; part = part.parentElement) {
    if (["auto", "scroll"].includes(getComputedStyle(part).overflowY) && part.scrollHeight > part.clientHeight) return part.getBoundingClientRect();
  }
  return { top: 0, bottom: innerHeight };
}

/** Watch all menus of the page, also those that come later. */
export function watchMenus() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    for (const menu of open()) {
      const chosen = event.target.closest("a.menu__item, button.menu__item");
      if (!menu.contains(event.target) || (chosen && !chosen.hasAttribute("data-keep-open"))) close(menu);
    }
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details[data-menu][open]")) fit(event.target);
  }, true);
  document.addEventListener("focusin", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) close(menu);
  });
}
