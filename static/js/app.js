/** Boots what every page has: appearance, menus, dialogs, toasts, relative times, forms. */
import { watchSession } from "./session.js";
import { watchTheme } from "./theme.js";
import { watchMenus } from "./menu.js";
import { watchDialogs } from "./dialog.js";
import { watchToasts } from "./toast.js";
import { watchTabs } from "./tabs.js";
import { watchTimes } from "./times.js";
import { watchForms } from "./forms.js";
import { watchCopying } from "./copy.js";
import { watchRequests } from "./requests.js";
import { watchLive } from "./live.js";
import { watchBack } from "./back.js";
import { watchBell } from "./bell.js";
import { watchPresence } from "./presence.js";
import { watchSocket } from "./socket.js";
import { watchTicket } from "./ticket-live.js";

for (const watch of [watchSession, watchTheme, watchMenus, watchDialogs, watchToasts, watchTabs, watchTimes, watchForms, watchCopying, watchRequests, watchLive, watchBack, watchTicket, watchPresence, watchBell, watchSocket]) {
  watch();
}
document.documentElement.dataset.ready = "true";
