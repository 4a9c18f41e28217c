// The call page: parts of it come anew from the server while the handler goes on typing.
import { typed } from "./autosave.js";
import { followWords, replyTo } from "./cues.js";
import { followTyping, renewCard } from "./recognition.js";
import { clock } from "./ring.js";
import { ask, say } from "./tell.js";

const TEXT = "input:not([type=radio],[type=checkbox],[type=hidden],[type=submit],[type=button])";

export function workOnCall() {
  const page = document.querySelector("[data-call-page]");
  if (!page) return;
  addEventListener("keydown", keyPressed);
  page.addEventListener("submit", fetchPart, true);
  followTyping(page);
  followWords(page);
  page.querySelector("[name=more]")?.addEventListener("click", addRow);
  for (const fold of page.querySelectorAll(".heed-bar__fold")) {
    fold.addEventListener("toggle", () => fold.open && fold.querySelector("input, button")?.focus());
  }
  page.addEventListener("change", (event) => event.target.name === "area" && tellAttendance());
  tellAttendance();
  setInterval(tellAttendance, 10000);
}

function keyPressed(event) {
  if (event.key === "Escape") {
    for (const fold of document.querySelectorAll(".heed-bar__fold[open]")) {
      fold.open = false;
      fold.querySelector("summary").focus();
    }
  }
  if (event.key !== "Enter") return;
  if (event.ctrlKey && event.target.name === "log_text") {
    event.preventDefault();
    document.querySelector('[data-fragment="log"]')?.click();
  } else if (event.target.matches?.(TEXT) && event.target.form?.id === "report") {
    // Enter in a field never finishes a call.
    event.preventDefault();
  }
}

// Buttons marked data-fragment renew one part of the page; typing elsewhere is not disturbed.
function fetchPart(event) {
  const part = event.submitter?.dataset.fragment ?? event.target.dataset.fragment;
  if (!part) return;
  event.preventDefault();
  event.stopPropagation();
  const sent = new FormData(event.target);
  if (event.submitter?.name) sent.append(event.submitter.name, event.submitter.value);
  const address = event.submitter?.getAttribute("formaction") ?? event.target.getAttribute("action");
  if (part === "said") void replyTo(address, sent, event.submitter);
  else void (part === "log" ? addEntry(address, sent) : renewCard(address, sent));
}

async function addEntry(address, sent) {
  const only = new FormData();
  for (const name of ["log_text", "corrects"]) only.append(name, sent.get(name) ?? "");
  const answer = await ask(address, only);
  if (!answer) return say("The entry was not added. What you typed is still there: try again.", true);
  document.getElementById("log-entries").outerHTML = answer.html;
  if (!answer.ok) return;
  const box = document.querySelector("[name=log_text]");
  // What was typed after the key was pressed stays.
  box.value = box.value.startsWith(sent.get("log_text")) ? box.value.slice(sent.get("log_text").length) : box.value;
  document.querySelector("[name=corrects]").value = "";
  typed();
  box.dispatchEvent(new Event("change", { bubbles: true }));
  say("Added to the log.");
}

function addRow(event) {
  event.preventDefault();
  const rows = document.querySelector("[data-rows]");
  const last = rows.lastElementChild;
  const next = rows.children.length;
  const row = last.cloneNode(true);
  for (const element of row.querySelectorAll("[id], [for], [name], [aria-describedby]")) {
    for (const name of ["id", "for", "name", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/party-\d+-/, `party-${next}-`));
    }
  }
  for (const error of row.querySelectorAll(".govuk-error-message")) error.remove();
  for (const field of row.querySelectorAll("input")) field.value = "";
  for (const marked of row.querySelectorAll("[class*=--error]")) {
    marked.className = marked.className.replace(/\S+--error/g, "");
  }
  row.querySelector("[data-row-number]").textContent = String(next + 1);
  rows.append(row);
  event.target.closest("button").hidden = next + 1 >= 20;
  row.querySelector("select, input").focus();
  typed();
}

// By when somebody would have to attend, were the grade given now.
function tellAttendance() {
  const rural = document.querySelector("[name=area][value=rural]")?.checked;
  for (const by of document.querySelectorAll("[data-attend]")) {
    const at = new Date(Date.now() + 60000 * Number(rural ? by.dataset.attendRural : by.dataset.attend));
    const today = at.toDateString() === new Date().toDateString();
    const date = today ? "" : `${at.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} `;
    by.textContent = `${date}${clock(at)}`;
  }
  for (const note of document.querySelectorAll("[data-rural-note]")) note.hidden = true;
}
