/** The calendar of IT: draws the grid, moves what is dragged, opens entries; the list is the page's own. */
import { crowded } from "./calendar-more.js";
import { send } from "./requests.js";
import { toast } from "./toast.js";

const page = document.querySelector("[data-calendar]");
const grid = page.querySelector("[data-calendar-grid]");
const list = page.querySelector("[data-calendar-list]");
const title = page.querySelector("[data-calendar-title]");
const filter = page.querySelector("[data-calendar-filter]");
const dialog = document.getElementById("calendar-entry");
const options = JSON.parse(document.getElementById("calendar-options").textContent);
const { texts } = options;
const VIEWS = { day: "timeGridDay", week: "timeGridWeek", month: "dayGridMonth" };
const narrow = matchMedia("(max-width: 640px)");

let { view, first } = options;
let calendar;

/** A moment of the grid as our forms take it: the clock on the wall, no zone. */
const wall = (date) => date.toISOString().slice(0, 16);
const day = (date) => date.toISOString().slice(0, 10);

function narrowing() {
  const chosen = [...filter.querySelectorAll("[name=kind]:checked")].map((box) => box.value);
  const all = filter.querySelectorAll("[name=kind]").length;
  const found = new URLSearchParams();
  if (filter.elements.who.value) found.set("who", filter.elements.who.value);
  if (chosen.length < all) found.set("kinds", chosen.join(",") || "none");
  return found;
}

/** The first view's entries came with the page; all others are asked for. */
async function load(span, done, failed) {
  const came = first;
  first = null;
  if (came?.start === day(span.start) && came.end === day(span.end)) return done(came.events);
  const asked = narrowing();
  asked.set("start", day(span.start));
  asked.set("end", day(span.end));
  try {
    done(await (await send(`${options.home}/events?${asked}`)).json());
  } catch (error) {
    failed(error);
    toast(error.said || document.body.dataset.failed, "danger");
  }
}

function drawn({ event, timeText }) {
  const nodes = [["entry__time", timeText], ["entry__title", event.title], ["entry__who", event.extendedProps.who]];
  return { domNodes: nodes.filter(([, text]) => text).map(([name, text]) => {
    const node = document.createElement("span");
    node.className = name;
    node.textContent = text;
    return node;
  }) };
}

function times(event) {
  const start = event.start;
  return { starts_at: wall(start), ends_at: wall(event.end ?? new Date(start.getTime() + (event.allDay ? 86400000 : 3600000))) };
}

async function move(id, span) {
  const [kind, key] = id.split("-");
  const answer = await send(`${options.home}/move/${kind}/${key}`, { method: "POST", body: new URLSearchParams(span) });
  for (const text of (await answer.json()).warnings) toast(text, "warning");
}

/** What was dragged is moved by the same command as a form's; refused, it goes back and says why. */
async function dropped(info) {
  if (info.event.allDay !== info.oldEvent.allDay) return back(info, texts.keepsKind);
  try {
    await move(info.event.id, times(info.event));
  } catch (error) {
    return back(info, error.said);
  }
  const before = times(info.oldEvent);
  const undo = () => move(info.event.id, before).catch((error) => toast(error.said, "danger")).finally(() => calendar.refetchEvents());
  toast(texts.moved, "success", { action: texts.undo, onAction: undo });
}

function back(info, why) {
  info.revert();
  toast(why || document.body.dataset.failed, "danger");
}

async function open(address) {
  const place = dialog.querySelector("[data-calendar-entry]");
  try {
    place.innerHTML = await (await send(`${options.home}/entry/${address}`)).text();
  } catch (error) {
    toast(error.said || document.body.dataset.failed, "danger");
    return;
  }
  dialog.showModal();
}

async function moved(form) {
  const address = new URL(form.dataset.calendarMove, location).pathname.split("/").slice(-2).join("-");
  try {
    await move(address, Object.fromEntries(new FormData(form)));
  } catch (error) {
    toast(error.said || document.body.dataset.failed, "danger");
    return;
  }
  dialog.close();
  toast(texts.moved, "success");
  refresh();
}

function plan(info) {
  const asked = new URLSearchParams(info.allDay ? { start: `${day(info.start)}T09:00` } : { start: wall(info.start), end: wall(info.end) });
  location.assign(`${options.plan}?${asked}`);
}

/** The hours scroll; where nothing is planned, a keyboard would find nothing to scroll them by: so the first day is a stop. */
function reachable({ el, date, view: shown }) {
  if (el.matches(".fc-timegrid-col") && date.getTime() === shown.activeStart.getTime()) el.tabIndex = 0;
}

function made() {
  return new window.FullCalendar.Calendar(grid, {
    initialView: VIEWS[view], initialDate: options.day, headerToolbar: false, height: "100%", timeZone: "UTC", now: options.now,
    nowIndicator: true, locale: document.documentElement.lang, direction: document.documentElement.dir || "ltr",
    firstDay: options.firstDay, businessHours: options.hours.length ? options.hours : false, scrollTime: "07:30:00",
    slotDuration: "00:30:00", snapDuration: "00:15:00", slotEventOverlap: false, eventInteractive: true,
    allDayText: texts.allDay, ...crowded(texts),
    slotLabelFormat: { hour: "numeric", minute: "2-digit" }, eventTimeFormat: { hour: "numeric", minute: "2-digit" },
    views: { timeGrid: { dayHeaderFormat: { weekday: "short", day: "numeric", month: "short" } } },
    navLinks: true, navLinkDayClick: (date) => show("day", day(date)), selectable: options.mayPlan, selectMinDistance: 8, select: plan,
    events: load, eventContent: drawn, eventDrop: dropped, eventResize: dropped,
    eventClick: ({ event }) => { if (options.detailed.includes(event.extendedProps.kind)) open(event.id.replace("-", "/")); },
    dayCellDidMount: reachable,
    datesSet: ({ view: shown }) => {
      title.textContent = shown.title;
      options.day = day(shown.calendar.getDate());
      remember();
    },
    loading: (busy) => grid.setAttribute("aria-busy", busy),
  });
}

/** The address carries what is shown, so that Back and a copied link lead here again. */
function remember() {
  const asked = narrowing();
  asked.set("view", view);
  asked.set("day", options.day);
  history.replaceState(null, "", `?${asked}`);
}

async function refresh() {
  if (view !== "list") calendar.refetchEvents();
  else {
    const asked = narrowing();
    asked.set("day", options.day);
    list.innerHTML = await (await send(`${options.home}/list?${asked}`)).text();
    title.textContent = list.querySelector("[data-calendar-span]").textContent;
    remember();
  }
}

function show(name, date) {
  view = name;
  if (calendar || name === "list") first = null; // by the time it is drawn, it may be another
  if (date) options.day = date;
  for (const link of page.querySelectorAll("[data-calendar-view]")) link.toggleAttribute("aria-current", link.dataset.calendarView === name);
  grid.hidden = name === "list";
  list.hidden = name !== "list";
  if (name === "list") {
    refresh();
    return;
  }
  if (calendar) calendar.changeView(VIEWS[name], options.day);
  else {
    calendar = made();
    calendar.render();
  }
}

/** A list goes on by as many days as it shows. */
function later(times) {
  const moved = new Date(`${options.day}T00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + times * options.listDays);
  return day(moved);
}

const listed = { today: () => options.now.slice(0, 10), prev: () => later(-1), next: () => later(1) };
const steps = { today: () => calendar.gotoDate(options.now.slice(0, 10)), prev: () => calendar.prev(), next: () => calendar.next() };

page.addEventListener("click", (event) => {
  const viewed = event.target.closest("[data-calendar-view]");
  const step = event.target.closest("[data-calendar-go]");
  const opener = event.target.closest("[data-calendar-open]");
  if (opener) open(opener.dataset.calendarOpen);
  if (viewed || step) event.preventDefault();
  if (viewed) show(viewed.dataset.calendarView);
  if (step && view === "list") show("list", listed[step.dataset.calendarGo]());
  else if (step) steps[step.dataset.calendarGo]();
});
filter.addEventListener("change", refresh);
dialog.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-calendar-move]")) return;
  event.preventDefault();
  moved(event.target);
});
document.addEventListener("visibilitychange", () => { if (!document.hidden && view !== "list") calendar?.refetchEvents(); });
if (view !== "list") show(narrow.matches && !options.chosen ? "list" : view);
