// Details under a radio or checkbox. GOV.UK's script would mark the input aria-expanded, which ARIA does not allow on a radio,
// so the style sheet shows and hides them (:has(:checked)) and the script is not told of them. Call this before initAll.
export function leaveRevealingToStyles(within = document) {
  for (const input of within.querySelectorAll("[data-aria-controls]")) {
    input.removeAttribute("data-aria-controls");
  }
}
