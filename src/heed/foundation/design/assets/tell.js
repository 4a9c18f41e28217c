// What the call page asks of the server, and what it tells whoever works on it.
import { token } from "./autosave.js";

// One request for a part of the page. null when no answer came that can be shown.
export async function ask(address, sent, signal) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "X-Heed-Fragment": "yes", "X-CSRFToken": token() },
      body: sent,
      redirect: "manual",
      signal,
    });
    if (answer.ok || answer.status === 422) return { ok: answer.ok, html: await answer.text() };
  } catch {
    // No network, or nobody waits for it any more: said by whoever asked.
  }
  return null;
}

// Read out; and, when it must not be missed, on the line that is always on the screen.
export function say(words, urgent = false) {
  const region = document.getElementById("heed-live");
  if (region) region.textContent = words;
  if (!urgent) return;
  const line = document.querySelector("[data-save-line]");
  line.dataset.state = "failed";
  line.textContent = words;
}
