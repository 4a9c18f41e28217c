// Keys. Any element with data-key="t" is pressed, opened or given the focus by that key:
//   t            when the focus is not in a text field, and single keys are switched on (WCAG 2.1.4 lets a person switch them off)
//   Alt+t        always
//   F2           always, where data-key is the name of a function key
//   ?            lists every key of the page with its label; Escape closes the list
// With data-key-stay the element is pressed and the focus stays where it is, so that somebody who types goes on typing.
// The label is data-key-label, else aria-label, else the element's text. The first visible element with a key wins.

const SETTING = "heed-single-keys";
const TYPING = "input:not([type=radio],[type=checkbox],[type=button],[type=submit],[type=file]), textarea, select, [contenteditable]";

export function listenForKeys() {
  announceKeys();
  document.addEventListener("keydown", pressed);
  for (const opener of document.querySelectorAll("[data-keys-open]")) {
    opener.hidden = keyed(document).length === 0;
    opener.addEventListener("click", showKeys);
  }
}

// Call again after putting new elements on the page.
export function announceKeys(within = document) {
  for (const element of keyed(within)) {
    const key = element.dataset.key;
    element.setAttribute("aria-keyshortcuts", isNamed(key) ? key : `Alt+${key.toUpperCase()}`);
  }
}

function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.isComposing || event.repeat) return;
  const typing = event.target.closest?.(TYPING);
  if (event.key === "?" && !typing && !event.altKey && singleKeys()) {
    event.preventDefault();
    showKeys();
    return;
  }
  const element = elementFor(event, typing);
  if (!element) return;
  event.preventDefault();
  use(element);
}

function elementFor(event, typing) {
  const found = (key) => visible().find((element) => element.dataset.key.toLowerCase() === key.toLowerCase());
  if (isNamed(event.key)) return found(event.key);
  // With Alt some keyboards send another character, so look at the key itself too.
  if (event.altKey) return found(event.key) ?? found(event.code.replace(/^(Key|Digit)/, ""));
  return typing || !singleKeys() ? undefined : found(event.key);
}

function use(element) {
  if ("keyStay" in element.dataset) {
    element.click();
  } else if (element.matches(TYPING)) {
    element.focus();
  } else if (element.matches("a[href], button, summary, input, label")) {
    element.focus();
    element.click();
  } else {
    if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
    element.focus();
  }
}

function showKeys() {
  if (document.querySelector("dialog[open]")) return;
  const dialog = document.createElement("dialog");
  dialog.className = "heed-keys";
  dialog.setAttribute("aria-labelledby", "heed-keys-title");

  const title = add(dialog, "h2", "heed-keys__title", "Keys on this page");
  title.id = "heed-keys-title";
  const list = add(dialog, "dl", "heed-keys__list");
  for (const element of visible()) {
    const key = element.dataset.key;
    const term = add(list, "dt", "");
    add(term, "kbd", "heed-kbd", isNamed(key) ? key : key.toUpperCase());
    if (!isNamed(key)) {
      term.append(" or ");
      add(term, "kbd", "heed-kbd", `Alt ${key.toUpperCase()}`);
    }
    add(list, "dd", "", labelOf(element));
  }

  const choice = add(dialog, "label", "heed-keys__choice");
  const box = add(choice, "input", "heed-keys__box");
  box.type = "checkbox";
  box.checked = singleKeys();
  box.addEventListener("change", () => remember(box.checked));
  choice.append("Single keys, without Alt. Switch them off if you dictate to your computer.");

  const close = add(dialog, "button", "heed-keys__close", "Close");
  close.type = "button";
  close.autofocus = true;
  close.addEventListener("click", () => dialog.close());
  const before = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus?.();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function add(parent, tag, className, text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  parent.append(element);
  return element;
}

function labelOf(element) {
  if (element.dataset.keyLabel) return element.dataset.keyLabel;
  const named = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
  return named.replace(/\s+/g, " ").trim();
}

function keyed(within) {
  return [...within.querySelectorAll("[data-key]")];
}

// What can be used now: while a dialog is open, only what is inside it.
function visible() {
  const seen = new Set();
  return keyed(document.querySelector("dialog[open]") ?? document).filter((element) => {
    const key = element.dataset.key.toLowerCase();
    if (seen.has(key) || element.disabled || !element.getClientRects().length) return false;
    seen.add(key);
    return true;
  });
}

function isNamed(key) {
  return /^F\d{1,2}$/.test(key);
}

let withoutStorage = "on"; // where a browser stores nothing, the choice holds until the page is left

function singleKeys() {
  try {
    return localStorage.getItem(SETTING) !== "off";
  } catch {
    return withoutStorage !== "off";
  }
}

function remember(on) {
  withoutStorage = on ? "on" : "off";
  try {
    localStorage.setItem(SETTING, withoutStorage);
  } catch {
    // withoutStorage has it.
  }
}
