// /quet with a script: the camera in the page, and what was scanned on this phone (ux.md 3.6). Without one the box is all.

import * as history from "./history.js";
import { meant } from "./links.js";
import { Stage } from "./stage.js";
import { known, moment, part } from "./words.js";

const place = document.getElementById("quet");
const stand = document.getElementById("may-quet");
const hosts = [...stand.dataset.hosts.split(" "), location.hostname];
const kept = document.getElementById("da-quet");

function found(codes) {
  const all = codes.map((code) => meant(code.rawValue, code.format, hosts));
  const ours = all.find((one) => one.path);
  if (ours) return open(ours.path);
  const foreign = part(place, "foreign");
  part(place, "text").textContent = all[0].text.slice(0, 300);
  if (foreign.hidden) navigator.vibrate?.([60, 60, 60]);
  foreign.hidden = false;
}

function open(path) {
  stage.stop();
  part(place, "foreign").hidden = true;
  navigator.vibrate?.(40);
  history.add(path);
  draw();
  if (navigator.onLine) location.assign(address(path));
  else stage.tell("offline");
}

// The English page leads to English answers.
function address(path) {
  const language = document.documentElement.lang;
  return language === "vi" ? path : `${path}${path.includes("?") ? "&" : "?"}ngon-ngu=${language}`;
}

function draw() {
  const scans = history.all();
  kept.hidden = !scans.length;
  part(kept, "lines").replaceChildren(
    ...scans.map(({ path, at }) => {
      const line = part(kept, "line").content.cloneNode(true);
      const link = part(line, "link");
      link.href = address(path);
      link.textContent = known(path);
      part(line, "at").textContent = moment(new Date(at));
      return line;
    }),
  );
}

const stage = new Stage(stand, found);
place.hidden = false;
part(kept, "clear").addEventListener("click", () => {
  history.clear();
  draw();
  document.getElementById("noi-dung").focus();
});
draw();
// Out of a page kept by the browser the list is older than what was scanned since.
addEventListener("pageshow", draw);
const offline = () => (part(place, "net").hidden = navigator.onLine);
for (const change of ["online", "offline"]) addEventListener(change, offline);
offline();
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(place.dataset.worker, { scope: place.dataset.home }).catch(() => {});
}
