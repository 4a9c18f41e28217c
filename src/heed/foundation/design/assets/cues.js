// What the words say, beside the typing: chips to reply to, what to ask next, and what helps somebody to speak.
import { typed } from "./autosave.js";
import { announceKeys } from "./keys.js";
import { highlight, layMarks } from "./marked.js";
import { placeQuestions } from "./questions.js";
import { ask, say } from "./tell.js";

const PAUSE = 300; // after the last key
const STILL = 1200; // of stillness, after which a last word counts as whole
const LONGEST = 3000;
const READ = /^(summary|log_text|party-\d+-(description|role)|q-[a-z_]+-(given|text))$/;
const TYPING = "input:not([type=radio],[type=checkbox],[type=button],[type=submit]), textarea, select";
const REPLY = ".heed-cues__side > .heed-cues__chips [data-here=y], .heed-cues__more[open] [data-here=y]";

let page;
let timer = null;
let asking = null; // the request whose answer is still wanted
let replying = false;
let lastSent = "";
let lastBox = null; // where somebody typed before they went to a chip

export function followWords(callPage) {
  page = callPage;
  if (!page.querySelector("[data-cues]")) return;
  page.addEventListener("input", (event) => READ.test(event.target.name) && soon(PAUSE));
  page.addEventListener("change", (event) => READ.test(event.target.name) && soon(0));
  page.addEventListener("heed:recognised", () => soon(0, true));
  page.addEventListener("keydown", keyHere);
  page.addEventListener("click", clicked);
  page.addEventListener("focusout", (event) => event.target.matches(TYPING) && (lastBox = event.target));
  lastSent = JSON.stringify([...asTyped()]);
  layMarks(page.querySelectorAll("#report textarea[name=summary], #report textarea[name=log_text]"));
  ready();
}

// A reply, or "still so today": sent at once, and the focus goes on to what is to be looked at next.
export async function replyTo(address, whole, button) {
  if (replying) return;
  const chip = button.closest("[data-chip]");
  const place = chip ? waiting().findIndex((one) => one.closest("[data-chip]") === chip) : -1;
  const isReply = button.name === "reply";
  replying = true;
  clearTimeout(timer);
  asking?.abort();
  const sent = asTyped(whole);
  for (const name of ["reply", "still"]) if (whole.has(name)) sent.append(name, whole.get(name));
  sent.append("settled", "1");
  const answer = await ask(address, sent);
  replying = false;
  if (!answer?.ok) return say("This could not be done. Nothing was changed: try again.", true);
  show(answer.html);
  if (isReply) goOn(Math.max(0, place));
  soon(0);
}

function soon(pause, even = false) {
  clearTimeout(timer);
  timer = setTimeout(() => void read(false, even), pause);
}

async function read(settled, even = false) {
  clearTimeout(timer);
  if (replying) return;
  const sent = asTyped();
  const words = JSON.stringify([...sent]);
  if (words === lastSent && !settled && !even) return;
  lastSent = words;
  if (settled) sent.append("settled", "1");
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  const late = setTimeout(() => mine.abort(), LONGEST);
  const answer = await ask(page.dataset.saidAt, sent, mine.signal);
  clearTimeout(late);
  if (asking !== mine || replying) return;
  asking = null;
  if (answer?.ok) show(answer.html);
  else lastSent = ""; // the next pause asks again; typing never waits for it
}

function asTyped(whole) {
  const sent = new FormData();
  for (const [name, value] of whole ?? new FormData(document.getElementById("report"))) {
    if (READ.test(name)) sent.append(name, value);
  }
  return sent;
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const part of ["[data-cues]", "[data-prompts]", "[data-known-before]"]) {
    const before = page.querySelector(part);
    const after = fresh.querySelector(part);
    if (before && after) renew(before, after);
  }
  const asked = fresh.querySelector("[data-asking]");
  if (asked) placeQuestions(page, JSON.parse(asked.dataset.places), asked.dataset.grown);
  ready();
}

// What stood open stays open, and whoever was on a chip is on it still; if it is gone, on the heading, where no key replies.
function renew(before, after) {
  const open = [...before.querySelectorAll("details[open]")].map((fold) => fold.dataset.fold);
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const same = focused && { value: focused.value, fold: focused.closest("details")?.dataset.fold, tag: focused.tagName };
  for (const fold of after.querySelectorAll("details")) fold.open = open.includes(fold.dataset.fold);
  if (before.outerHTML === after.outerHTML) return;
  before.replaceWith(after);
  announceKeys(after);
  if (!same) return;
  const found =
    same.tag === "SUMMARY"
      ? after.querySelector(`details[data-fold="${CSS.escape(same.fold ?? "")}"] > summary`)
      : [...after.querySelectorAll("button")].find((one) => one.value && one.value === same.value);
  const heading = after.querySelector("h2, h3");
  if (!found && heading) heading.tabIndex = -1;
  (found ?? heading)?.focus();
}

function ready() {
  const cues = page.querySelector("[data-cues]");
  const go = cues.querySelector("[data-cues-go]");
  if (go) go.hidden = false;
  highlight(JSON.parse(cues.dataset.marks));
  if ("unsettled" in cues.dataset) timer = setTimeout(() => void read(true), STILL);
}

function clicked(event) {
  if (event.target.closest("[data-cues-go]")) return void goOn(0);
  const confirm = event.target.closest("[data-confirm]");
  if (!confirm) return;
  event.preventDefault();
  const question = confirm.closest("[data-question]");
  const yes = question.querySelector('input[value="yes"]');
  const text = question.querySelector("textarea");
  text.value ||= question.querySelector("[data-known-says]").textContent;
  if (yes) {
    yes.checked = true;
    yes.focus();
  }
  say("Confirmed.");
  typed();
  soon(0);
}

// Keys that hold only while the focus is on a chip or a question (WCAG 2.1.4): they come before the keys of the page.
function keyHere(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.target.matches(TYPING)) return;
  if (event.key === "Escape" && event.target.closest("[data-cues]")) {
    event.preventDefault();
    return void (lastBox?.isConnected ? lastBox : page.querySelector("[name=log_text]"))?.focus();
  }
  const host = event.target.closest("[data-keys-here]");
  const here = [...(host?.querySelectorAll("[data-here]") ?? [])].find(
    (one) => one.dataset.here === event.key.toLowerCase() && one.getClientRects().length,
  );
  if (!here) return;
  event.preventDefault();
  if (!replying) here.click();
}

function waiting() {
  return [...page.querySelectorAll(REPLY)];
}

function goOn(place) {
  const chips = waiting();
  const next = chips[Math.min(place, chips.length - 1)];
  if (next) return next.focus();
  const fold = page.querySelector(".heed-cues__more > summary");
  say("Nothing more stands open.");
  (fold ?? (lastBox?.isConnected ? lastBox : page.querySelector("[name=log_text]")))?.focus();
}
