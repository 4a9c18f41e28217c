// The card and the panels below it follow what is typed, and never stand in its way.
import { typed } from "./autosave.js";
import { announceKeys } from "./keys.js";
import { ask, say } from "./tell.js";

const PAUSE = 250; // after the last change of any field
const LONGEST = 2000; // until the handler is told to go on without an answer
const AGAIN = 3000; // after an answer that never came, once, unless something else is typed
const SETTLES = 700; // while keys do not act on a suggestion that has just taken another's place
const NO_ANSWER = "Recognition did not answer; go on without it";

let page;
let timer = null;
let asking = null; // the request whose answer is still wanted
let deciding = 0;
let lastAsked = "";
const takenOver = new Map(); // a field, and what was put into it because it was known

export function followTyping(callPage) {
  page = callPage;
  lastAsked = words(asTyped());
  page.addEventListener("input", (event) => wanted(event) && soon(PAUSE));
  page.addEventListener("change", (event) => wanted(event) && soon(0));
  page.addEventListener("click", pickOrWait, true);
  ready();
}

// A button was pressed: a decision is sent, or what is typed is looked up at once.
export async function renewCard(address, sent) {
  const isDecision = sent.has("decide");
  clearTimeout(timer);
  asking?.abort();
  if (!isDecision) return void refine(address, true);
  deciding += 1;
  const answer = await ask(address, sent);
  deciding -= 1;
  if (!answer) return say("This could not be done. Nothing was changed: try again.", true);
  lastAsked = words(asTyped(sent));
  show(answer.html, { decided: true });
  // What was typed while the decision was on its way.
  soon(0);
}

function wanted(event) {
  return event.target.closest("[data-refine]") !== null;
}

function soon(pause) {
  clearTimeout(timer);
  timer = setTimeout(() => void refine(page.dataset.refineAt), pause);
}

async function refine(address, even = false, again = false) {
  clearTimeout(timer);
  if (deciding) return;
  const sent = asTyped();
  if (words(sent) === lastAsked && !even) return;
  lastAsked = words(sent);
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  const late = setTimeout(() => mine.abort(), LONGEST);
  const answer = await ask(address, sent, mine.signal);
  clearTimeout(late);
  if (asking !== mine) return;
  asking = null;
  if (deciding) return;
  trouble(answer === null);
  if (answer === null) {
    lastAsked = "";
    if (!again) timer = setTimeout(() => void refine(page.dataset.refineAt, false, true), AGAIN);
    return;
  }
  show(answer.html, { told: even });
}

// Only what recognition reads is sent: the story stays where it is.
function asTyped(whole) {
  const form = document.getElementById("report");
  const sent = new FormData();
  for (const [name, value] of whole ?? new FormData(form)) {
    const found = form.elements.namedItem(name);
    const field = found instanceof RadioNodeList ? found[0] : found;
    if (field?.closest("[data-refine]")) sent.append(name, value);
  }
  return sent;
}

function words(sent) {
  return JSON.stringify([...sent]);
}

function show(html, { decided = false, told = false }) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const before = { who: part(page, ".heed-who"), card: part(page, "[data-recognition-card]") };
  const after = { who: part(fresh, ".heed-who"), card: part(fresh, "[data-recognition-card]") };
  if (!after.who || !after.card) return trouble(true);
  const said = firstLine(before.card);
  const kept = state(before.who);
  for (const name of ["card", "who"]) {
    if (before[name].outerHTML !== after[name].outerHTML) before[name].replaceWith(after[name]);
  }
  ready();
  restore(part(page, ".heed-who"), kept, decided);
  announceKeys(page);
  const card = part(page, "[data-recognition-card]");
  if (decided) takeOver(part(page, ".heed-who"));
  if (decided || before.who.outerHTML !== after.who.outerHTML) page.dispatchEvent(new Event("heed:recognised"));
  if (decided || told || firstLine(card) !== said) {
    say([...card.querySelectorAll("p")].map((line) => line.textContent.replace(/\s+/g, " ").trim()).join(". "));
  }
}

function part(within, selector) {
  return within.querySelector(selector);
}

function firstLine(card) {
  return card.querySelector(".heed-card__who")?.textContent.trim() ?? "";
}

// What the handler has opened, where they are, and whose keys they have, so that a new answer takes none of it away.
function state(who) {
  const focused = who.contains(document.activeElement) ? document.activeElement : null;
  return {
    open: [...who.querySelectorAll("details[open]")].map((fold) => fold.dataset.fold),
    focused: focused && { value: focused.value, fold: focused.closest("details")?.dataset.fold },
    keys: who.querySelector(".heed-who__person--keys")?.dataset.who,
    picked: who.dataset.picked,
  };
}

function restore(who, before, decided) {
  for (const fold of who.querySelectorAll("details")) fold.open = before.open.includes(fold.dataset.fold);
  if (before.picked && who.querySelector(`[data-who="${before.picked}"] [data-pick]`)) giveKeys(who, before.picked);
  const keys = who.querySelector(".heed-who__person--keys")?.dataset.who;
  if (!decided && before.keys && keys && keys !== before.keys) settle(who);
  if (!before.focused) return;
  const same = [...who.querySelectorAll("button")].find((one) => one.value && one.value === before.focused.value);
  const fold = who.querySelector(`details[data-fold="${before.focused.fold}"] > summary`);
  const card = part(page, "[data-recognition-card]");
  if (!same && !fold) card.tabIndex = -1;
  (same ?? fold ?? card).focus();
}

function settle(who) {
  who.dataset.settling = "";
  setTimeout(() => delete who.dataset.settling, SETTLES);
}

// Buttons that only a script gives a meaning.
function ready() {
  for (const pick of page.querySelectorAll("[data-pick]")) pick.hidden = false;
}

function pickOrWait(event) {
  const button = event.target.closest("[data-pick], [data-act]");
  if (!button) return;
  const who = button.closest(".heed-who");
  if (button.matches("[data-pick]")) {
    giveKeys(who, button.closest("[data-who]").dataset.who);
    announceKeys(page);
    say(button.dataset.keyLabel);
  } else if (event.detail === 0 && "settling" in who.dataset) {
    // A key that was meant for whoever stood there a moment ago.
    event.preventDefault();
    event.stopPropagation();
    say("The suggestions have just changed: look, then press again", true);
  }
}

// Keys 1 to 4, and the one for “none of these”, act on one person and the panel they are in.
function giveKeys(who, person) {
  who.dataset.picked = person;
  for (const row of who.querySelectorAll("[data-who]")) {
    const holds = row.dataset.who === person;
    row.classList.toggle("heed-who__person--keys", holds);
    row.querySelector("[data-pick]")?.setAttribute("aria-pressed", String(holds));
    for (const button of row.querySelectorAll("[data-act]")) setKey(button, holds);
  }
  for (const none of who.querySelectorAll("[data-none] [data-act]")) {
    setKey(none, none.closest("[data-panel]").contains(who.querySelector(`[data-who="${person}"]`)));
  }
}

function setKey(button, holds) {
  if (holds) button.dataset.key = button.dataset.act;
  else delete button.dataset.key;
  if (!holds) button.removeAttribute("aria-keyshortcuts");
}

function trouble(holds) {
  const line = page.querySelector("[data-look-says]");
  if (!line) return;
  const words = holds ? NO_ANSWER : "";
  if (line.textContent === words) return;
  line.textContent = words;
  if (holds) say(words);
}

// What is known now goes into fields that nobody has filled; what was known of somebody who it is not goes out again.
function takeOver(found) {
  for (const [field, value] of takenOver) {
    if (field.value === value) field.value = "";
  }
  takenOver.clear();
  const confirmed = found?.dataset.confirmed ? JSON.parse(found.dataset.confirmed) : {};
  const given = ["given_name", "family_name"].map((name) => document.querySelector(`#report [name="${name}"]`));
  if (given.every((field) => field && !field.value)) {
    for (const field of given) put(field, confirmed[field.name] ?? "");
  }
  typed();
}

function put(field, value) {
  field.value = value;
  takenOver.set(field, value);
}
