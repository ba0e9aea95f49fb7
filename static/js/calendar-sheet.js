/** A place for FullCalendar's own rules that our content policy allows: it looks for this element and adds rules to its sheet. */

const sheet = new CSSStyleSheet();
const holder = document.createElementNS("urn:rules", "style"); // no HTML element: a browser does not take it for written-in CSS
holder.setAttribute("data-fullcalendar", "");
holder.sheet = {
  cssRules: sheet.cssRules,
  insertRule(rule) {
    if (!rule.startsWith("@font-face")) sheet.insertRule(rule, sheet.cssRules.length); // its icons are ours
  },
};
document.head.append(holder);
document.adoptedStyleSheets.push(sheet);
