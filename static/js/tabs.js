/** Where tabs are wider than the page, the one that is open stands in sight. */

export function watchTabs() {
  for (const open of document.querySelectorAll(".tabs > [aria-current]")) {
    const tabs = open.parentElement;
    if (tabs.scrollWidth > tabs.clientWidth) tabs.scrollLeft += open.getBoundingClientRect().left - tabs.getBoundingClientRect().left - 24;
  }
}
