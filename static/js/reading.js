/** What a page of an item does: tells that it was opened, seeks in its video, follows its headings. */

import { send } from "./requests.js";

/** Tell the server something that the reader need not wait for. */
export function tell(address, values) {
  send(address, { method: "POST", keepalive: true, body: new URLSearchParams(values) }).catch(() => {}); // a note that is lost harms nobody
}

/** Tell that an item was opened, and by which words it was found. */
export function noteOpening(item, words) {
  tell(item.dataset.opened, words ? { q: words } : {});
}

function seek(player, second) {
  player.currentTime = second;
  player.play().catch(() => {}); // a browser that lets nothing play by itself shows the picture of that second
}

function mark(buttons, second) {
  const current = buttons.filter((button) => Number(button.dataset.second) <= second + 0.25).at(-1);
  for (const button of buttons) {
    if (button === current) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

/** Chapters and spoken words lead to their second and show where the player is; `start` seeks once. */
export function watchVideo(part, start) {
  const player = part.querySelector("video");
  if (!player) return;
  const lists = [...part.querySelectorAll(".chapters")].map((list) => [...list.querySelectorAll("[data-second]")]);
  part.addEventListener("click", (event) => {
    const button = event.target.closest("[data-second]");
    if (button) seek(player, Number(button.dataset.second));
  });
  player.addEventListener("timeupdate", () => lists.forEach((buttons) => mark(buttons, player.currentTime)));
  if (!start) return;
  const go = () => { player.currentTime = Math.min(start, player.duration || start); };
  if (player.readyState) go();
  else player.addEventListener("loadedmetadata", go, { once: true });
}

/** The contents stand open where they have a column of their own, and mark the heading that is read. */
export function watchContents(contents) {
  const wide = matchMedia("(min-width: 75rem)");
  const unfold = () => { contents.open = wide.matches; };
  wide.addEventListener("change", unfold);
  unfold();
  contents.addEventListener("click", (event) => { if (event.target.closest("a") && !wide.matches) contents.open = false; });
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const follow = () => {
    const read = headings.filter((heading) => heading.getBoundingClientRect().top < 140).at(-1);
    for (const [id, link] of links) {
      if (id === read?.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  addEventListener("scroll", follow, { passive: true });
  follow();
}
