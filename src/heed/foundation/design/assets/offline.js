// Keeps the newest list of a patch, and the cards at the door, on the device: for a cellar, a lift, a dead spot.
// It keeps pages below /patch/ alone, for twelve hours, and forgets all of them when somebody signs out or is signed out.

const KEPT = "patch-1";
const LONGEST = 12 * 60 * 60 * 1000;
const PATIENCE = 4000; // until the kept page is shown instead
const PAGES = [/^\/patch\/today\/\d+\/$/, /^\/patch\/incidents\/\d+\/arrival$/];
const WITHOUT = "Not kept on this device. Go back to your patch.";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data.forget) event.waitUntil(caches.delete(KEPT));
  if (event.data.keep) event.waitUntil(keepAll(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (isPage(address)) event.respondWith(page(event.request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(part(event.request));
});

function isPage(address) {
  return address.search === "" && PAGES.some((pattern) => pattern.test(address.pathname));
}

// The network first; the kept page where it does not answer in time, or at all.
async function page(request) {
  const asked = fetch(request).then((answer) => noted(request, answer));
  try {
    return await Promise.race([asked, new Promise((_, late) => setTimeout(late, PATIENCE))]);
  } catch {
    return (await kept(request.url)) ?? asked.catch(() => new Response(WITHOUT, { status: 503, headers: { "Content-Type": "text/plain" } }));
  }
}

// Somebody who was signed out, or may not, has nothing kept.
async function noted(request, answer) {
  if (answer.redirected || answer.type === "opaqueredirect" || answer.status === 403) await caches.delete(KEPT);
  else if (answer.ok) await put(request.url, answer.clone());
  return answer;
}

async function put(url, answer) {
  const headers = new Headers(answer.headers);
  headers.set("X-Heed-Kept", String(Date.now()));
  const body = await answer.blob();
  await (await caches.open(KEPT)).put(url, new Response(body, { status: answer.status, headers }));
}

async function kept(url) {
  const cache = await caches.open(KEPT);
  const found = await cache.match(url);
  if (!found) return null;
  if (Date.now() - Number(found.headers.get("X-Heed-Kept")) <= LONGEST) return found;
  await cache.delete(url);
  return null;
}

// Styles and the script have names that change with what is in them: what is kept is never old.
async function part(request) {
  const cache = await caches.open(KEPT);
  const found = await cache.match(request.url);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
}

async function keepAll(urls) {
  for (const url of urls) {
    if (await kept(url)) continue;
    try {
      const answer = await fetch(url, { headers: { "X-Heed-Keep": "1" }, redirect: "error" });
      if (answer.ok) await put(new URL(url, self.location.origin).href, answer);
    } catch {
      return;
    }
  }
}
