/** What the server should know when it writes the next page: choices of this browser, kept in cookies. */

const YEAR = 365 * 24 * 3600;

/** Keep a choice for a year. */
export function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}
