/** Passing messages in the corner: those that the server sent, and those that scripts make. */

const STAY = { success: 5000, info: 6000, warning: 9000 };

/** Show `text`; an error stays until it is dismissed; `action` adds a button such as Undo. */
export function toast(text, kind = "info", { action, onAction, timeout } = {}) {
  const box = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  box.className = `toast toast--${kind}`;
  box.dataset.toast = kind;
  const icon = { success: "circle-check", warning: "triangle-alert", danger: "octagon-alert" }[kind] ?? "info";
  const use = box.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icon}`));
  box.querySelector(".toast__text").textContent = text;
  if (action) box.querySelector(".toast__close").before(actionButton(box, action, onAction));
  document.getElementById("toasts").append(box);
  leaveLater(box, timeout ?? (action ? 10000 : STAY[kind]));
  return box;
}

function actionButton(box, label, onAction) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "toast__action";
  button.textContent = label;
  button.addEventListener("click", () => { box.remove(); onAction?.(); });
  return button;
}

function leaveLater(box, delay) {
  if (!delay) return;
  let timer = setTimeout(() => box.remove(), delay);
  const hold = () => clearTimeout(timer);
  const release = () => { timer = setTimeout(() => box.remove(), delay); };
  box.addEventListener("mouseenter", hold);
  box.addEventListener("focusin", hold);
  box.addEventListener("mouseleave", release);
  box.addEventListener("focusout", release);
}

/** Let toasts of the server leave in time and every one be dismissed. */
export function watchToasts() {
  for (const box of document.querySelectorAll("#toasts [data-toast]")) leaveLater(box, STAY[box.dataset.toast]);
  document.addEventListener("click", (event) => event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove());
  document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.kind));
}
