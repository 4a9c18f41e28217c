// A question stands where the server says: known, to ask now, for later, or not asked. What somebody works on never moves.

const KNOWN =
  '<strong class="govuk-tag heed-tag heed-tag--good"><span class="heed-tag__sign" aria-hidden="true">✓</span>Known already, confirm</strong> ';

export function placeQuestions(page, places, grown) {
  const ask = page.querySelector("[data-ask]");
  if (!ask) return;
  const order = Object.keys(places);
  for (const [id, { place, known }] of Object.entries(places)) {
    const question = ask.querySelector(`[data-question="${CSS.escape(id)}"]`);
    if (!question) continue;
    const box = question.querySelector("[data-known-words]");
    if (box) {
      question.querySelector("[data-known-says]").textContent = known;
      box.hidden = !known || place === "answered";
      if (known && !box.querySelector(".heed-tag")) box.insertAdjacentHTML("afterbegin", KNOWN);
    }
    const group = question.closest("[data-ask-group]").dataset.askGroup;
    const wanted = place === "answered" ? (group === "unasked" ? "now" : group) : place || "unasked";
    if (wanted !== group && !isInHand(question, group)) move(question, ask.querySelector(`[data-ask-group="${wanted}"]`), order);
  }
  const later = ask.querySelector("[data-ask-group=later]").children.length;
  ask.querySelector("[data-ask-later]").hidden = later === 0;
  ask.querySelector("[data-ask-count]").textContent = String(later);
  ask.querySelector("[data-ask-grown]").hidden = !grown;
  ask.querySelector("[data-ask-grown-by]").textContent = grown;
}

function isInHand(question, group) {
  if (group === "unasked") return false;
  const begun = question.querySelector("input:checked") !== null || question.querySelector("textarea").value !== "";
  return begun || question.contains(document.activeElement);
}

// In the pack's order; what the risk has added comes first.
function move(question, group, order) {
  if (!group) return;
  const weight = (one) => ("further" in one.dataset ? 0 : order.length) + order.indexOf(one.dataset.question);
  const after = [...group.children].find((one) => weight(one) > weight(question));
  group.insertBefore(question, after ?? null);
}
