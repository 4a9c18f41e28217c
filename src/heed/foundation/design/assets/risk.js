// Score, band and what the rules would do follow the answers; nothing is kept until a button is pressed.
import { token } from "./autosave.js";

const PAUSE = 300;
const FOLLOWED = /^(risk-|q-before-given$|grade$)/;

export function followRisk() {
  const panel = document.querySelector("[data-risk]");
  const form = panel?.querySelector("form") ?? panel?.closest("form");
  if (!panel?.querySelector("[data-risk-outcome]") || !form) return;
  let timer = null;
  let asking = null;
  const soon = (event) => {
    if (!FOLLOWED.test(event.target.name ?? "")) return;
    clearTimeout(timer);
    timer = setTimeout(() => void renew(), PAUSE);
  };
  form.addEventListener("change", soon);
  form.addEventListener("input", soon);
  // With the script the score is always there: no button is needed for it.
  for (const button of panel.querySelectorAll("[data-risk-look]")) button.hidden = true;

  async function renew() {
    asking?.abort();
    const mine = (asking = new AbortController());
    const sent = new FormData();
    for (const [name, value] of new FormData(form)) if (FOLLOWED.test(name)) sent.append(name, value);
    try {
      const answer = await fetch(panel.dataset.riskAt, {
        method: "POST",
        headers: { "X-Heed-Fragment": "yes", "X-CSRFToken": csrf(form) },
        body: sent,
        redirect: "manual",
        signal: mine.signal,
      });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-risk-outcome]");
      const before = panel.querySelector("[data-risk-outcome]");
      if (!fresh || !before) return;
      const open = [...before.querySelectorAll("details[open]")].map((fold) => fold.dataset.fold);
      for (const fold of fresh.querySelectorAll("details")) fold.open = open.includes(fold.dataset.fold);
      before.replaceChildren(...fresh.childNodes);
    } catch {
      // Nobody waits for it any more, or there is no network: the score is worked out again when the page is sent.
    }
  }
}

function csrf(form) {
  try {
    return token();
  } catch {
    return form.querySelector("[name=csrfmiddlewaretoken]").value;
  }
}
