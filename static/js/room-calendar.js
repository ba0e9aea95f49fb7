/** The week of a room. Times are those on the clock in the room: the server sends them without a zone. */

const root = document.querySelector("[data-room-calendar]");
const EARLIEST = "07:00:00";
const LATEST = "20:00:00";
const DAY = 86_400_000; // ms
let calendar;

function midnight(date) {
  return `${date.toISOString().slice(0, 10)}T00:00`;
}

function show(option, time) {
  if (calendar.getOption(option) !== time) calendar.setOption(option, time);
}

/** Nothing that is booked lies outside what is shown, however early or late. */
function widen(rows) {
  const from = rows.map((row) => row.start.slice(11, 13)).reduce((a, b) => (a < b ? a : b), EARLIEST.slice(0, 2));
  const overnight = rows.some((row) => row.start.slice(0, 10) < row.end.slice(0, 10));
  const until = rows.map((row) => row.end.slice(11, 16)).reduce((a, b) => (a > b ? a : b), LATEST.slice(0, 5));
  show("slotMinTime", overnight ? "00:00:00" : `${from}:00:00`);
  show("slotMaxTime", overnight ? "24:00:00" : `${until}:00`);
}

async function load(info, done, failed) {
  const lastDay = new Date(info.end.getTime() - 1);
  const asked = new URLSearchParams({ start: midnight(info.start), end: midnight(new Date(lastDay.getTime() + DAY)) });
  try {
    const answer = await fetch(`${root.dataset.events}?${asked}`);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const rows = await answer.json();
    widen(rows);
    done(rows);
  } catch (error) {
    failed(error);
  }
}

function start() {
  const loaded = Date.now();
  const settings = JSON.parse(root.dataset.settings);
  calendar = new window.FullCalendar.Calendar(root, {
    initialView: window.matchMedia("(width < 48rem)").matches ? "timeGridDay" : "timeGridWeek",
    timeZone: "UTC", // wall times as they are
    now: () => new Date(Date.parse(`${settings.now}Z`) + Date.now() - loaded).toISOString(),
    locale: document.documentElement.lang,
    direction: document.documentElement.dir,
    firstDay: 1,
    allDaySlot: false,
    nowIndicator: true,
    height: "auto",
    slotMinTime: EARLIEST,
    slotMaxTime: LATEST,
    businessHours: settings.hours,
    buttonText: settings.words,
    buttonIcons: false, // its icons are a font inside a style sheet, which our content policy refuses
    headerToolbar: { start: "title", center: "", end: "today prev,next timeGridDay,timeGridWeek" },
    dayHeaderFormat: { weekday: "short", day: "numeric", month: "short" }, // 12/1 is read in two ways
    slotLabelFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    eventTimeFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    events: load,
    eventDidMount: ({ el, event }) => el.setAttribute("title", [event.title, event.extendedProps.who].filter(Boolean).join(" · ")),
    selectable: settings.bookable,
    select: ({ startStr, endStr }) => {
      const wall = new URLSearchParams({ start: startStr.slice(0, 16), end: endStr.slice(0, 16) });
      window.location.assign(`${root.dataset.book}?${wall}`);
    },
  });
  calendar.render();
}

if (root) start();
