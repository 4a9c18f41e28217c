// The map of beats: what the list below it says, where it happened. A bundle of its own, loaded on its pages alone.
// Leaflet draws; nothing comes from outside unless the force has named a server of tiles.
import * as L from "leaflet";
import "leaflet/dist/leaflet.css";

const NEAREST = 40; // pixels between two markers: whatever is nearer shares one, so that each can be hit with a finger
const LISTED_MOST = 12;
const NAMES_MOST = 30;
const SIZE = 32;

const WORDS = [
  ["vulnerable", "Vulnerable", "V"],
  ["repeat", "Repeat", "R"],
  ["open", "Open", "O"],
];

for (const box of document.querySelectorAll("[data-heed-map]")) {
  draw(box);
}

async function draw(box) {
  let told;
  try {
    const answer = await fetch(box.dataset.heedMap, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    told = await answer.json();
  } catch {
    box.closest("[data-heed-map-part]")?.querySelector("[data-heed-map-failed]")?.removeAttribute("hidden");
    return;
  }
  box.closest("[data-heed-map-part]")?.removeAttribute("hidden");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, {
    zoomSnap: 0.25,
    minZoom: 5,
    maxZoom: 18,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    // One finger scrolls the page, two move the map; the wheel scrolls the page until the map has the focus.
    dragging: !matchMedia("(pointer: coarse)").matches,
    scrollWheelZoom: false,
  });
  map.attributionControl.setPrefix(false);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  for (const words of [told.attribution, told.tiles?.attribution]) {
    if (words) map.attributionControl.addAttribution(escaped(words));
  }
  if (told.tiles) L.tileLayer(told.tiles.url, { maxZoom: 18 }).addTo(map);
  const beats = beatsOn(map, told.beats);
  const points = told.incidents.filter((incident) => incident.latitude !== null);
  const markers = L.layerGroup().addTo(map);
  const everything = told.beats.length ? beats.getBounds() : L.latLngBounds(points.map(at));
  if (everything.isValid()) map.fitBounds(everything, { padding: [12, 12], animate: false });
  else map.setView([54.5, -2], 6);
  const show = () => mark(map, markers, points);
  map.on("zoomend", show);
  show();
  box.dataset.heedMapDrawn = String(markers.getLayers().length);
}

function beatsOn(map, beats) {
  const layer = L.featureGroup().addTo(map);
  for (const beat of beats) {
    const shape = L.geoJSON(beat.shape, { style: { className: "heed-map__beat", weight: 2 } });
    const label = document.createElement("span");
    label.textContent = beat.name;
    if (beat.url) {
      const few = beats.length <= NAMES_MOST;
      // Beneath the signs: a name must not hide what happened.
      const pane = few ? "shadowPane" : "tooltipPane";
      shape.bindTooltip(label, { permanent: few, sticky: !few, direction: "center", pane, className: "heed-map__name" });
      shape.bindPopup(() => linked(beat.name, beat.url));
    }
    layer.addLayer(shape);
  }
  return layer;
}

// Whatever lies nearer than a finger is wide shares one marker, at the place of what stands out most.
function mark(map, markers, points) {
  markers.clearLayers();
  const ranked = [...points].sort((one, other) => weight(other) - weight(one) || other.id - one.id);
  const groups = [];
  for (const incident of ranked) {
    const where = map.project(at(incident), map.getZoom());
    const near = groups.find((group) => group.where.distanceTo(where) < NEAREST);
    if (near) near.incidents.push(incident);
    else groups.push({ where, incidents: [incident] });
  }
  // Read out from north to south, as a list is read.
  groups.sort((one, other) => one.where.y - other.where.y || one.where.x - other.where.x);
  for (const { incidents } of groups) {
    const marker = L.marker(at(incidents[0]), { icon: icon(incidents), riseOnHover: true });
    marker.bindPopup(() => listed(incidents), { maxWidth: 280, maxHeight: 260 });
    marker.on("add", () => marker.getElement().setAttribute("aria-label", summed(incidents)));
    marker.addTo(markers);
  }
}

function icon(incidents) {
  const [kind] = WORDS.find(([word]) => incidents[0][word]) ?? ["other"];
  const sign = document.createElement("span");
  sign.className = `heed-map__sign heed-map__sign--${kind}${incidents.some((one) => one.open) ? " heed-map__sign--open" : ""}`;
  const words = document.createElement("span");
  words.className = "heed-map__letter";
  words.textContent = lettered(incidents) || "·";
  sign.append(words);
  return L.divIcon({ html: sign, className: "heed-map__marker", iconSize: [SIZE, SIZE], popupAnchor: [0, -SIZE / 2] });
}

function lettered(incidents) {
  const [, , letter] = WORDS.find(([word]) => incidents[0][word]) ?? ["", "", ""];
  return `${letter}${incidents.length > 1 ? incidents.length : ""}`;
}

// What is read out begins with what is seen, so that it can be said to a computer that listens.
function summed(incidents) {
  const counts = WORDS.map(([word, label]) => [label.toLowerCase(), incidents.filter((one) => one[word]).length]);
  const told = counts.filter(([, count]) => count).map(([label, count]) => `${count} ${label}`);
  const many = incidents.length === 1 ? `1 incident, ${incidents[0].reference}` : `${incidents.length} incidents`;
  return [lettered(incidents), many, ...told].filter(Boolean).join(", ");
}

function listed(incidents) {
  const list = document.createElement("ul");
  list.className = "heed-map__list";
  for (const incident of incidents.slice(0, LISTED_MOST)) {
    const item = document.createElement("li");
    const flags = WORDS.filter(([word]) => incident[word]).map(([, label]) => label);
    item.append(linked(incident.reference, incident.url), ` ${[incident.day, incident.category, ...flags].join(", ")}`);
    list.append(item);
  }
  if (incidents.length > LISTED_MOST) {
    const more = document.createElement("li");
    more.textContent = `and ${incidents.length - LISTED_MOST} more, in the list below the map`;
    list.append(more);
  }
  return list;
}

function linked(words, address) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = words;
  link.className = "govuk-link";
  return link;
}

function at(incident) {
  return L.latLng(incident.latitude, incident.longitude);
}

function weight(incident) {
  return 4 * incident.vulnerable + 2 * incident.repeat + incident.open;
}

function escaped(words) {
  const span = document.createElement("span");
  span.textContent = words;
  return span.innerHTML;
}
