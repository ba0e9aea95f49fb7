/** The week of a room. Times are those on the clock in the room: the server sends them without a zone. */

const root = document.querySelector("[data-room-calendar]");

function at(date) {
  return date.toISOString().slice(0, 16);
}

async function load(info, done, failed) {
  const asked = new URLSearchParams({ start: at(info.start), end: at(info.end) });
  try {
    const answer = await fetch(`${root.dataset.events}?${asked}`);
    if (!answer.ok) throw new Error(`${answer.status}`);
    done(await answer.json());
  } catch (error) {
    failed(error);
  }
}

function start() {
  const loaded = Date.now();
  const settings = JSON.parse(root.dataset.settings);
  const calendar = new window.FullCalendar.Calendar(root, {
    initialView: window.matchMedia("(width < 48rem)").matches ? "timeGridDay" : "timeGridWeek",
    timeZone: "UTC", // wall times as they are
    now: () => new Date(Date.parse(`${settings.now}Z`) + Date.now() - loaded).toISOString(),
    locale: document.documentElement.lang,
    direction: document.documentElement.dir,
    firstDay: 1,
    allDaySlot: false,
    nowIndicator: true,
    height: "auto",
    slotMinTime: "07:00:00",
    slotMaxTime: "20:00:00",
    businessHours: settings.hours,
    buttonText: settings.words,
    buttonIcons: false, // its icons are a font inside a style sheet, which our content policy refuses
    headerToolbar: { start: "title", center: "", end: "today prev,next timeGridDay,timeGridWeek" },
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
