/** "3 more" on a crowded day and what it opens: to a keyboard and a screen reader, a button and a dialog. */

/** The part of FullCalendar's options that is about it. */
export function crowded(texts) {
  const more = (count) => texts.more.replace("{count}", count);
  return {
    dayMaxEvents: true, moreLinkText: more, moreLinkHint: () => texts.moreHint, closeHint: texts.close,
    moreLinkDidMount: ({ el }) => el.setAttribute("role", "button"),
    moreLinkClick: ({ jsEvent }) => {
      dressed(jsEvent.target.closest(".fc-more-link"));
      return "popover";
    },
  };
}

/** What a link opens is built after the call that asks for it. */
function dressed(opener) {
  const place = opener.closest(".fc-view-harness");
  const watch = new MutationObserver(() => {
    const popover = place.querySelector(".fc-popover");
    if (!popover) return;
    watch.disconnect();
    dress(popover, opener);
  });
  watch.observe(place, { childList: true });
}

function dress(popover, opener) {
  popover.setAttribute("role", "dialog");
  const close = popover.querySelector(".fc-popover-close");
  close.setAttribute("role", "button");
  close.setAttribute("aria-label", close.title);
  close.tabIndex = 0;
  close.addEventListener("click", () => opener.focus());
  popover.addEventListener("keydown", (event) => {
    if (event.key === "Escape") opener.focus();
    else if (event.target === close && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      close.click();
    }
  });
  close.focus();
}
