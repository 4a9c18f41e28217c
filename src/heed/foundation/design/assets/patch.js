// A patch, and a card at the door, on a device: kept for when the network is gone, and says so when it is old.

const OLD = 5 * 60 * 1000; // a page that says an earlier moment than this came from the device

export function keepPatch() {
  forgetOnLeaving();
  const patch = document.querySelector("[data-patch]");
  if (!patch || !navigator.serviceWorker) return;
  const stale = patch.querySelector("[data-stale]");
  const tell = () => {
    stale.hidden = navigator.onLine && Date.now() - Date.parse(patch.dataset.at) < OLD;
  };
  tell();
  addEventListener("online", tell);
  addEventListener("offline", tell);
  void keep(patch);
}

async function keep(patch) {
  try {
    await navigator.serviceWorker.register(patch.dataset.worker, { scope: "/patch/" });
    const ready = await navigator.serviceWorker.ready;
    forgetAnother(ready.active, patch.dataset.user);
    const cards = [...patch.querySelectorAll("[data-keep]")].map((link) => link.getAttribute("href"));
    const styles = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href || one.src);
    ready.active.postMessage({ keep: [...new Set([location.pathname, ...styles, ...cards])] });
  } catch {
    // Without a worker the list is read on paper.
  }
}

// A device that somebody else used: what it kept was theirs.
function forgetAnother(worker, user) {
  const before = localStorage.getItem("heed-patch-of");
  if (before && before !== user) worker.postMessage({ forget: true });
  localStorage.setItem("heed-patch-of", user);
}

function forgetOnLeaving() {
  const leaving = document.querySelector(".heed-header__leave");
  leaving?.addEventListener("submit", () => void globalThis.caches?.delete("patch-1"));
}
