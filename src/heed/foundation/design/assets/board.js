// The supervisor's board: asked for again every ten seconds. Rows that say the same stay the same elements, the focus stays
// where it is, and nothing moves while somebody is pointing. Without it the page has a link to look again.
import { announceKeys } from "./keys.js";
import { banner, clock } from "./ring.js";

const EVERY = 10000;
const TOUCHED = 2000; // how long after the last movement over the list nothing is put in its place
const NEW_FOR = 6000;

let tag = "";
let lastAt = new Date();
let touchedAt = 0;

export function watchBoard() {
  tickAgo();
  const place = document.querySelector("[data-board]");
  if (!place || !window.fetch) return;
  tag = place.dataset.tag;
  setInterval(tickAgo, EVERY);
  const title = document.title;
  count(place, title);
  for (const name of ["pointermove", "pointerdown", "touchmove", "wheel"]) {
    place.addEventListener(name, () => (touchedAt = Date.now()), { passive: true });
  }
  state("saved", "Live: this list renews itself.");
  setTimeout(() => look(place, title), EVERY);
}

async function look(place, title) {
  let wait = EVERY;
  if (!document.hidden) wait = (await renewed(place, title)) ?? EVERY;
  if (wait) setTimeout(() => look(place, title), wait);
}

// Ask once. Returns after how long to ask again; 0 for never.
async function renewed(place, title) {
  try {
    const answer = await fetch(location.pathname + location.search, {
      headers: { "X-Heed-Fragment": "yes", "If-None-Match": tag },
      cache: "no-store",
      redirect: "manual",
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      banner("You have been signed out. Reload this page to sign in again: this list is old.");
      state("failed", `Stopped: signed out. This is how it stood at ${clock(lastAt)}.`);
      return 0;
    }
    if (answer.status === 200) {
      const html = await answer.text();
      if (Date.now() - touchedAt < TOUCHED) return 1000; // ask again: by then it may have changed once more
      renew(place, html);
      tag = answer.headers.get("ETag") ?? "";
      count(place, title);
    } else if (answer.status !== 304) {
      throw new Error(String(answer.status));
    }
    lastAt = new Date();
    banner("");
    state("saved", "Live: this list renews itself.");
  } catch {
    state("failed", `Stopped: Heed cannot be reached. This is how it stood at ${clock(lastAt)}. Trying again.`);
  }
  return EVERY;
}

function renew(place, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-board-live]");
  if (!fresh) return;
  const old = new Map([...place.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
  const anchor = anchored(place);
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const row = focused?.closest("[data-row]")?.dataset.row;
  const arrived = [];
  for (const one of [...fresh.querySelectorAll("[data-row]")]) {
    const before = old.get(one.dataset.row);
    if (!before) arrived.push(one);
    else if (before.dataset.version === one.dataset.version && before.dataset.band === one.dataset.band) {
      // The key of the first row moves on when another row stands first.
      if (!one.querySelector("[data-key]") === !before.querySelector("[data-key]")) one.replaceWith(before);
    }
  }
  place.replaceChildren(fresh);
  announceKeys(place);
  tickAgo();
  if (focused) refocus(place, focused, row);
  if (anchor) hold(place, anchor);
  for (const one of arrived) {
    one.classList.add("heed-board__row--new");
    setTimeout(() => one.classList.remove("heed-board__row--new"), NEW_FOR);
  }
  tellOfMore(fresh);
  const urgent = arrived.filter((one) => "urgent" in one.dataset);
  if (urgent.length === 1) say(urgent[0].dataset.says);
  else if (urgent.length) say(`${urgent.length} more stand first. ${urgent[0].dataset.says}`);
}

// The row under the eyes: the one that has the focus, else the first that is wholly in the window.
function anchored(place) {
  const rows = [...place.querySelectorAll("[data-row]")];
  const focused = document.activeElement?.closest("[data-row]");
  const row = focused && place.contains(focused) ? focused : rows.find((one) => one.getBoundingClientRect().top >= 0);
  if (!row || (window.scrollY === 0 && row !== focused)) return null; // at the top of the page, what is new may come first
  return { row: row.dataset.row, top: row.getBoundingClientRect().top };
}

function hold(place, { row, top }) {
  const again = place.querySelector(`[data-row="${CSS.escape(row)}"]`);
  if (again) window.scrollBy({ top: again.getBoundingClientRect().top - top, behavior: "instant" });
}

function refocus(place, focused, row) {
  if (focused.isConnected) {
    focused.focus({ preventScroll: true });
    return;
  }
  const again = row && place.querySelector(`[data-row="${CSS.escape(row)}"] a`);
  (again ?? document.getElementById("waits-title"))?.focus({ preventScroll: true });
}

// Requests and notices have forms that somebody may be typing in: they are told of, and not put there.
function tellOfMore(fresh) {
  const line = document.querySelector("[data-board-more]");
  if (!line) return;
  const asked = document.querySelectorAll(".heed-record__waits[id^=a]").length;
  const noted = document.querySelectorAll(".heed-record__urgent[id^=n]").length;
  const more = Number(fresh.dataset.approvals) > asked || Number(fresh.dataset.notices) > noted;
  line.hidden = !more;
  line.textContent = more ? "There are more notices or requests than stand beside this list. Look again to see them." : "";
}

function count(place, title) {
  const first = place.querySelectorAll("[data-row][data-urgent]").length;
  document.title = first ? `(${first}) ${title}` : title;
}

function state(name, words) {
  const line = document.querySelector("[data-board-state]");
  if (!line || line.textContent === words) return;
  line.dataset.state = name;
  line.textContent = words;
}

function say(words) {
  const region = document.getElementById("heed-live");
  if (region) region.textContent = words;
}

// As heed.foundation.design.dates.ago says it, from a minute to days.
function tickAgo() {
  for (const age of document.querySelectorAll("[data-ago]")) {
    const minutes = Math.floor((Date.now() - Date.parse(age.dataset.ago)) / 60000);
    if (minutes < 1) continue;
    const hours = Math.floor(minutes / 60);
    const days = Math.floor(hours / 24);
    if (days >= 14) continue;
    const [number, name] = days ? [days, "day"] : hours ? [hours, "hour"] : [minutes, "minute"];
    age.textContent = `${number} ${name}${number === 1 ? "" : "s"} ago`;
  }
}
