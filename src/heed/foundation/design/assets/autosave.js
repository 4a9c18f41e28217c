// What is typed on a call is saved at every pause, and every second and a half while typing goes on.
import { clock } from "./ring.js";

const PAUSE = 600;
const LATEST = 1500;
const TIMEOUT = 5000;
const RETRY_FIRST = 1000;
const RETRY_MOST = 8000;
const RELOADS = 3;
const KEEPALIVE_MOST = 60000; // browsers send no more than 64 KB while a page is being left

let form;
let revision = 0; // of the newest typing
let saved = 0; // of what the server has
let firstUnsavedAt = null;
let savedAt = null;
let timer = null;
let sending = null;
let retry = RETRY_FIRST;
let over = false; // the call is finished, or is somebody else's

export function saveWhileTyping() {
  form = document.querySelector("form[data-autosave]");
  if (!form) return;
  saved = revision = Number(form.dataset.revision);
  if (reloadForNewer()) return;
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", leave);
  addEventListener("online", () => unsaved() && save());
  addEventListener("pagehide", parting);
  addEventListener("beforeunload", (event) => unsaved() && event.preventDefault());
  line("saved", "Everything you type is saved as you type.");
}

// Call after changing fields by script.
export function typed() {
  if (over) return;
  revision = Math.max(revision + 1, Date.now());
  firstUnsavedAt ??= Date.now();
  clearTimeout(timer);
  timer = setTimeout(save, Math.max(0, Math.min(PAUSE, firstUnsavedAt + LATEST - Date.now())));
}

export function unsaved() {
  return !over && revision > saved;
}

async function save() {
  clearTimeout(timer);
  if (sending || !unsaved()) return sending;
  const asked = revision;
  firstUnsavedAt = null;
  sending = send(asked);
  const problem = await sending;
  sending = null;
  if (problem === null) {
    saved = Math.max(saved, asked);
    savedAt = new Date();
    retry = RETRY_FIRST;
    line("saved", `Saved ${clock(savedAt, true)}`);
    if (unsaved()) typedWhileSaving();
    return null;
  }
  const since = savedAt ? ` since ${clock(savedAt, true)}` : "";
  if (problem.final) {
    over = true;
    line("failed", problem.words);
    return problem;
  }
  line("failed", `Not saved${since}: your typing is only in this window. ${problem.words}`);
  timer = setTimeout(save, retry);
  retry = Math.min(retry * 2, RETRY_MOST);
  return problem;
}

function typedWhileSaving() {
  firstUnsavedAt ??= Date.now();
  timer = setTimeout(save, PAUSE);
}

// One attempt. null when the server has it; else what to say, and whether trying again is of any use.
async function send(asked, keepalive = false) {
  let answer;
  try {
    answer = await fetch(form.dataset.autosave, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ revision: asked, fields: fields() }),
      redirect: "manual",
      keepalive,
      signal: keepalive ? undefined : AbortSignal.timeout(TIMEOUT),
    });
  } catch {
    return { words: "Trying again…" };
  }
  if (answer.ok) {
    note(asked);
    return null;
  }
  const signedOut = answer.type === "opaqueredirect";
  const words = signedOut ? "" : await reason(answer);
  if (answer.status === 409 || (answer.status === 403 && words)) return { final: true, words };
  if (signedOut || answer.status === 403) return { words: "You have been signed out: sign in again in another tab, and saving goes on here." };
  return { words: words ? `${words}.` : "Trying again…" };
}

async function reason(answer) {
  try {
    return (await answer.json()).error ?? "";
  } catch {
    return "";
  }
}

function fields() {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (name === "csrfmiddlewaretoken" || name === "corrects" || typeof value !== "string") continue;
    found[name] = name in found ? [found[name], value].flat() : value;
  }
  return found;
}

// The token changes when somebody signs in again in another tab; the cookie has the one that counts.
export function token() {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("heed_csrf="));
  return cookie ? cookie.slice("heed_csrf=".length) : form.querySelector("[name=csrfmiddlewaretoken]").value;
}

// A button that leaves the page: the server first gets what is still unsaved, so that the next page has it.
async function leave(event) {
  if (event.defaultPrevented) return;
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token();
  if (!unsaved()) return;
  // The whole form goes with the button, so nothing is lost without this; a moment is all that it may take.
  event.preventDefault();
  const button = event.submitter;
  await Promise.race([save(), new Promise((done) => setTimeout(done, TIMEOUT / 2))]);
  over = true;
  clearTimeout(timer);
  form.requestSubmit(button);
}

function parting() {
  if (!unsaved()) return;
  note(revision);
  const size = new Blob([JSON.stringify(fields())]).size;
  void send(revision, size < KEEPALIVE_MOST);
}

// Which revision was sent last, and nothing of what it says: a page that comes back can tell whether it has the newest.
function note(sent) {
  try {
    sessionStorage.setItem(form.dataset.autosave, String(sent));
  } catch {
    // Without storage the page shows what the server had when it was asked.
  }
}

function reloadForNewer() {
  try {
    const sent = Number(sessionStorage.getItem(form.dataset.autosave) ?? 0);
    const tries = Number(sessionStorage.getItem("heed-reloads") ?? 0);
    const behind = sent > saved && tries < RELOADS && document.querySelector(".govuk-error-summary") === null;
    sessionStorage.setItem("heed-reloads", String(behind ? tries + 1 : 0));
    if (behind) setTimeout(() => location.reload(), 200);
    else sessionStorage.removeItem(form.dataset.autosave);
    return behind;
  } catch {
    return false;
  }
}

// The line is always on the screen; it is read out only when it turns from good to bad or back.
function line(state, words) {
  const shown = document.querySelector("[data-save-line]");
  const spoken = document.querySelector("[data-save-say]");
  if (!shown) return;
  if (spoken && shown.dataset.state && shown.dataset.state !== state) spoken.textContent = words;
  shown.dataset.state = state;
  shown.textContent = words;
}
