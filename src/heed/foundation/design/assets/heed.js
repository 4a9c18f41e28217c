// The one script. Every page works without it, except the ring.
import { initAll } from "govuk-frontend";

import { saveWhileTyping } from "./autosave.js";
import { watchBoard } from "./board.js";
import { workOnCall } from "./call_page.js";
import { listenForKeys } from "./keys.js";
import { keepPatch } from "./patch.js";
import { leaveRevealingToStyles } from "./reveal.js";
import { listenForRings } from "./ring.js";
import { followRisk } from "./risk.js";

// GOV.UK's own template does this with an inline script, which our content security policy forbids.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
leaveRevealingToStyles();
initAll();
listenForKeys();
listenForRings();
watchBoard();
workOnCall();
followRisk();
saveWhileTyping();
keepPatch();
