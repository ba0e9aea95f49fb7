/** Buttons with [data-copy] put their text on the clipboard and say so for a moment. */

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  button.dataset.usual ??= button.getAttribute("aria-label") ?? "";
  const use = button.querySelector("use");
  const usual = use?.getAttribute("href");
  use?.setAttribute("href", usual.replace(/#.*/, "#check"));
  button.setAttribute("aria-label", button.dataset.copied ?? button.dataset.usual);
  setTimeout(() => {
    use?.setAttribute("href", usual);
    button.setAttribute("aria-label", button.dataset.usual);
  }, 1600);
}

/** Watch all copy buttons of the page. */
export function watchCopying() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });
}
