/**
 * Charts of reports, drawn from the tables beside them, and numbers that renew themselves.
 *
 * A figure says by data-chart how its table is drawn (lines, bars, heat); the table's cells carry their plain values and
 * lead to what they count, so a click on the chart follows the link of its cell.
 */
import { draw } from "./charts.js";

const WAIT = 4000; // several changes in a row are read together
const root = () => document.querySelector("[data-live-report]");
let charts = [];
let library;
let timer = 0;

async function drawAll() {
  const figures = [...root().querySelectorAll("[data-chart]")];
  if (!figures.length) return;
  library ??= await import(root().dataset.vendor);
  for (const chart of charts) chart.dispose();
  charts = figures.flatMap((figure) => draw(library, figure));
}

/* Keep what the reader unfolded, and where the focus was */
async function renew() {
  if (document.querySelector("[data-live-report] :is(details[open], :hover, :focus-visible)")) return later();
  let text;
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "renew" } });
    text = answer.ok ? await answer.text() : null;
  } catch {
    return undefined; // the connection is away: the mark says so, and the next event or poll asks again
  }
  const fresh = text && new DOMParser().parseFromString(text, "text/html").querySelector("[data-live-report]");
  if (!fresh) return undefined;
  if (fresh.innerHTML === before) return undefined;
  before = fresh.innerHTML;
  root().replaceChildren(...fresh.childNodes);
  return drawAll();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(renew, WAIT);
}

let before = "";
drawAll();
for (const name of ["ticket:changed", "live:refetch"]) document.addEventListener(name, later);
addEventListener("resize", () => { for (const chart of charts) chart.resize(); });
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
