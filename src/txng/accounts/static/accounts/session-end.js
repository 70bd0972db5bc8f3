// Two minutes before a sign-in ends (WCAG 2.2.1, ux.md 3.1): said in a live region, without taking the focus.
// <div id="session-end" role="alert" data-idle data-longest (seconds left) data-warn data-keep="address">
// and one <template data-say="idle|longest|over|failed"> each.

const region = document.getElementById("session-end");
// Other tabs share the sign-in: work in one of them keeps it alive in all.
const tabs = new BroadcastChannel("session-end");
const ends = {};
let shown = "";
let timer;
let before;

function limits(left) {
  ends.idle = Date.now() + left.idle * 1000;
  ends.longest = Date.now() + left.longest * 1000;
  look();
}

function say(what) {
  if (shown === what) return;
  shown = what;
  const template = what && document.querySelector(`template[data-say="${what}"]`);
  region.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
  for (const hour of region.querySelectorAll("time")) {
    hour.dateTime = new Date(ends.longest).toISOString();
    hour.textContent = new Date(ends.longest).toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" });
  }
}

function look() {
  const warn = region.dataset.warn * 1000;
  const which = ends.idle < ends.longest ? "idle" : "longest";
  const left = ends[which] - Date.now();
  say(left <= 0 ? "over" : left <= warn ? (shown === "failed" ? shown : which) : "");
  clearTimeout(timer);
  // Longer than a day a browser cannot count; a machine that slept looks again when it wakes.
  if (left > 0) timer = setTimeout(look, Math.min(left > warn ? left - warn : left, 864e5));
}

async function keep(form) {
  const body = new FormData(form);
  const answer = await fetch(region.dataset.keep, { method: "POST", body, redirect: "manual" });
  if (!answer.ok) throw new Error(answer.status);
  const left = await answer.json();
  limits(left);
  tabs.postMessage(left);
}

region.addEventListener("submit", (event) => {
  event.preventDefault();
  keep(event.target).catch(() => say("failed"));
  (before || document.getElementById("noi-dung")).focus({ preventScroll: true }); // the button is about to go
});
region.addEventListener("click", (event) => {
  if (event.target.closest("[data-hide]")) region.replaceChildren();
});
region.addEventListener("focusin", (event) => {
  if (!region.contains(event.relatedTarget)) before = event.relatedTarget;
});
tabs.onmessage = (event) => limits(event.data);
document.addEventListener("visibilitychange", look);

limits({ idle: +region.dataset.idle, longest: +region.dataset.longest });
tabs.postMessage({ idle: +region.dataset.idle, longest: +region.dataset.longest });
