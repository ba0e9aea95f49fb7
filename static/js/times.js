/** Keeps "3 minutes ago" true while a page stays open. */

const STEPS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];

/** A moment as words, seen from `now`, in the page's language. */
export function relative(moment, now = Date.now()) {
  const seconds = Math.round((moment - now) / 1000);
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return words.format(0, "second");
}

/** Day and minute in the reader's zone, with the zone's name. */
function exact(moment) {
  const { lang, dataset } = document.documentElement;
  return new Intl.DateTimeFormat(lang || "en", { dateStyle: "medium", timeStyle: "long", timeZone: dataset.zone || undefined }).format(moment);
}

function refresh() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const moment = Date.parse(time.dateTime);
    if (Number.isNaN(moment)) continue;
    time.title ||= exact(moment);
    const text = relative(moment);
    if (time.dataset.relative !== text && time.dataset.relative !== "") time.textContent = text;
    time.dataset.relative = text;
  }
}

/** Refresh once a minute; the server's own words stand until they would be wrong. */
export function watchTimes() {
  refresh();
  setInterval(refresh, 60000);
}
