// Words that were found are underlined behind the box they are typed in. Only for the eye: the chips say the same in words.

const behind = new Map(); // a box → what lies behind it, and the stretches marked: [start, end] in UTF-16

export function layMarks(boxes) {
  for (const box of boxes) {
    const frame = document.createElement("div");
    const layer = document.createElement("div");
    frame.className = "heed-marked";
    layer.className = "heed-marked__behind";
    layer.setAttribute("aria-hidden", "true");
    box.replaceWith(frame);
    frame.append(layer, box);
    behind.set(box, { layer, marks: [], text: box.value });
    box.addEventListener("input", () => follow(box));
    box.addEventListener("scroll", () => (layer.scrollTop = box.scrollTop));
    new ResizeObserver(() => fit(box)).observe(box);
  }
}

// places: name of a box → stretches in characters, as the server counts them.
export function highlight(places) {
  for (const [box, one] of behind) {
    const characters = [...box.value];
    const units = [0];
    for (const character of characters) units.push(units[units.length - 1] + character.length);
    one.text = box.value;
    one.marks = (places[box.name] ?? []).filter(([, end]) => end < units.length).map(([start, end]) => [units[start], units[end]]);
    draw(box);
  }
}

// Until the next answer: what stands before a change stays, what stands behind it moves, what it touches goes.
function follow(box) {
  const one = behind.get(box);
  const [was, is] = [one.text, box.value];
  let first = 0;
  while (first < Math.min(was.length, is.length) && was[first] === is[first]) first += 1;
  const by = is.length - was.length;
  let last = 0;
  while (last < Math.min(was.length, is.length) - first && was[was.length - 1 - last] === is[is.length - 1 - last]) last += 1;
  one.marks = one.marks
    .filter(([start, end]) => end <= first || start >= was.length - last)
    .map(([start, end]) => (end <= first ? [start, end] : [start + by, end + by]));
  one.text = is;
  draw(box);
}

function draw(box) {
  const { layer, marks } = behind.get(box);
  layer.textContent = "";
  let at = 0;
  for (const [start, end] of [...marks].sort((a, b) => a[0] - b[0])) {
    if (end <= at) continue;
    layer.append(box.value.slice(at, Math.max(at, start)));
    const mark = document.createElement("span");
    mark.className = "heed-marked__words";
    mark.textContent = box.value.slice(Math.max(at, start), end);
    layer.append(mark);
    at = end;
  }
  layer.append(box.value.slice(at), "\n");
  fit(box);
}

function fit(box) {
  const { layer } = behind.get(box);
  layer.style.width = `${box.clientWidth}px`;
  layer.style.height = `${box.clientHeight}px`;
  layer.scrollTop = box.scrollTop;
}
