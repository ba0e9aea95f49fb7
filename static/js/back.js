/** "Go back" on error pages: the browser's own way back, so that a form keeps what was typed. */

/** Watch [data-back] buttons. */
export function watchBack() {
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-back]")) return;
    if (history.length > 1) history.back();
    else location.assign("/");
  });
}
