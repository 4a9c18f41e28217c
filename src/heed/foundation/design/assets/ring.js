// The ring: the list of waiting calls, renewed by the server whenever it changes. Without it the page has a Refresh link.
import { announceKeys } from "./keys.js";

const QUIET_AFTER = 2000; // a stream that ends and comes back at once is not a lost connection
const RETRY_MOST = 10000;
const NEW_FOR = 6000;

let skew = 0; // how far this computer's clock is behind the server's, in milliseconds
let lostAt = null;
let bannerTimer = null;

export function listenForRings() {
  tickAges();
  setInterval(tickAges, 1000);
  const place = document.querySelector("[data-ring]");
  if (!place || !window.EventSource) return;
  const title = document.title;
  remember(place);
  count(place, title);
  connect(place, title, 1000);
}

function connect(place, title, retry) {
  const source = new EventSource(place.dataset.ring);
  source.addEventListener("clock", (event) => {
    skew = Date.parse(event.data) - Date.now();
    retry = 1000;
    found();
  });
  source.addEventListener("waiting", (event) => {
    renew(place, event.data);
    count(place, title);
    state("saved", "Live: new calls appear by themselves.");
  });
  source.addEventListener("deaf", () => lost("Heed cannot reach its records"));
  source.addEventListener("listening", found);
  source.onerror = async () => {
    lost("Connection lost");
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    source.close();
    if (await signedOut()) return;
    setTimeout(() => connect(place, title, Math.min(retry * 2, RETRY_MOST)), retry);
  };
  addEventListener("pagehide", () => source.close(), { once: true });
  addEventListener("pageshow", (event) => event.persisted && connect(place, title, 1000), { once: true });
}

async function signedOut() {
  try {
    const answer = await fetch(location.href, { method: "HEAD", redirect: "manual", cache: "no-store" });
    if (answer.type !== "opaqueredirect" && answer.status !== 403) return false;
  } catch {
    return false;
  }
  banner("You have been signed out. Reload this page to sign in again: no call rings here until then.");
  state("failed", "Signed out: this list is old.");
  return true;
}

function lost(why) {
  lostAt ??= new Date();
  bannerTimer ??= setTimeout(() => {
    banner(`${why} at ${clock(lostAt)}. Trying again…`);
    state("failed", `Not live since ${clock(lostAt)}: calls may ring that are not in this list.`);
  }, QUIET_AFTER);
}

function found() {
  clearTimeout(bannerTimer);
  bannerTimer = lostAt = null;
  banner("");
}

export function banner(words) {
  const box = document.querySelector("[data-heed-offline]");
  if (!box) return;
  if (words) box.querySelector("p").textContent = words;
  box.hidden = !words;
}

function state(name, words) {
  const line = document.querySelector("[data-ring-state]");
  if (!line || (line.dataset.state === name && name === "saved")) return;
  line.dataset.state = name;
  line.textContent = words;
}

// Put the new list in the place of the old, keeping every call that has not changed, and with it the focus.
function renew(place, html) {
  const sent = new DOMParser().parseFromString(html, "text/html");
  const fresh = sent.querySelector("[data-ring-list]");
  renewBeside(sent.querySelector("[data-ring-beside]"));
  if (!fresh) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.closest("[data-call]")?.dataset.call : undefined;
  const known = new Map([...place.querySelectorAll("[data-call]")].map((call) => [call.dataset.call, call]));
  const arrived = [];
  for (const call of fresh.querySelectorAll("[data-call]")) {
    const old = known.get(call.dataset.call);
    call.asSent = call.outerHTML;
    if (!old) arrived.push(call);
    else if (old.asSent === call.asSent) call.replaceWith(old);
  }
  place.replaceChildren(fresh);
  announceKeys(place);
  tickAges();
  if (focused) {
    const again = place.querySelector(`[data-call="${CSS.escape(focused)}"] button`);
    (again ?? document.getElementById("waiting-title"))?.focus();
  }
  for (const call of arrived) {
    call.classList.add("heed-queue__call--new");
    setTimeout(() => call.classList.remove("heed-queue__call--new"), NEW_FOR);
  }
  if (arrived.length) say(arrived.length === 1 ? `Ringing: ${arrived[0].dataset.says}` : `${arrived.length} more calls ring`);
}

// What came online stands beside the ring. A list that somebody stands in with the keyboard waits until they leave it.
function renewBeside(fresh) {
  const old = document.querySelector("[data-ring-beside]");
  if (!fresh || !old || old.contains(document.activeElement) || old.outerHTML === fresh.outerHTML) return;
  if (Number(fresh.dataset.count) > Number(old.dataset.count)) say("An online report came that nobody has read");
  old.replaceWith(fresh);
}

function remember(place) {
  for (const call of place.querySelectorAll("[data-call]")) call.asSent = call.outerHTML;
}

function count(place, title) {
  const waiting = Number(place.querySelector("[data-ring-list]")?.dataset.count ?? 0);
  document.title = waiting ? `(${waiting}) ${title}` : title;
}

function say(words) {
  const region = document.getElementById("heed-live");
  if (region) region.textContent = words;
}

function tickAges() {
  for (const age of document.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() + skew - Date.parse(age.dataset.since)) / 1000));
    const minutes = Math.floor(seconds / 60);
    age.textContent = `${minutes ? `${minutes} min ` : ""}${seconds % 60} s`;
  }
}

export function clock(at, seconds = false) {
  return at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: seconds ? "2-digit" : undefined });
}
