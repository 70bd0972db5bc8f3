// Taking codes along: the answer to the form is kept on the phone, with the reader of codes beside it.

import * as kept from "./kept.js";
import { reader } from "./reader.js";
import { moment, part, say } from "./words.js";

const place = document.getElementById("bo-ma");
const says = part(place, "says");
const count = new Intl.NumberFormat("vi-VN");

function tell(name, values) {
  says.hidden = false;
  says.textContent = say(place, name, values);
}

async function take(form) {
  let told;
  try {
    const answer = await fetch(location.pathname, { method: "POST", body: new FormData(form), redirect: "error" });
    told = await answer.json();
    if (!answer.ok) return tell("failed", { why: told.sentence || "" });
  } catch {
    return tell("failed", { why: say(place, "away") });
  }
  await kept.keep("pack", told);
  await navigator.storage?.persist?.();
  // What reads the codes is fetched now, while there is a network.
  if (navigator.serviceWorker) await navigator.serviceWorker.ready;
  await reader(place).catch(() => {});
  const odds = told.false_positives ? count.format(Math.round(1 / told.false_positives)) : "∞";
  tell("kept", { at: moment(new Date(told.at)), lots: told.lots.length, codes: count.format(told.codes), odds });
  says.scrollIntoView({ block: "center" });
}

document.getElementById("chon-lo")?.addEventListener("submit", (event) => {
  event.preventDefault();
  take(event.target);
});
navigator.serviceWorker?.register(place.dataset.worker, { scope: place.dataset.scope });
