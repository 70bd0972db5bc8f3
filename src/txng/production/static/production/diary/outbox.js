// Chờ gửi: what waits on this phone, what was refused and why, what was sent last.

import { net, notices } from "./home.js";
import { flush, me, takeBack } from "./send.js";
import * as store from "./store.js";
import { day, draw, hour, say } from "./words.js";

export async function outbox(redraw) {
  const parts = draw("outbox");
  const mine = (await store.all()).filter((entry) => entry.who === me());
  parts.title.textContent = say("waiting", { n: mine.length });
  net(parts.net);
  await notices(parts.notices, redraw);
  parts.lines.replaceChildren(...mine.map((entry) => line(entry, redraw)));
  parts.nothing.hidden = mine.length > 0;
  parts.send.hidden = mine.length === 0;
  parts.send.addEventListener("click", () => flush(true));
  const sent = ((await store.recall("sent")) || []).filter((entry) => entry.who === me());
  parts["sent-sheet"].hidden = sent.length === 0;
  parts.sent.replaceChildren(...sent.map(sentLine));
  return parts.whole;
}

const when = (iso) => `${hour(new Date(iso))}, ${day(new Date(iso))}`;

function line(entry, redraw) {
  const parts = draw("waiting");
  parts.first.dataset.id = entry.id;
  parts.words.textContent = entry.words;
  const files = entry.files.length ? ` · ${say("attached", { n: entry.files.length })}` : "";
  parts.by.textContent = when(entry.doneAt) + files;
  const refused = entry.state === "refused";
  parts.why.hidden = !refused;
  parts.why.textContent = [entry.why, ...Object.values(entry.fieldsWrong || {})].filter(Boolean).join(" ");
  // What may have arrived already is not thrown away here.
  parts.mend.hidden = !refused;
  parts.drop.hidden = entry.tried && !refused;
  parts.mend.addEventListener("click", () => {
    location.hash = `ghi/${entry.lot}/${entry.activity}/${entry.id}`;
  });
  parts.drop.addEventListener("click", () => takeBack(entry.id).then(redraw));
  return parts.first;
}

function sentLine(sent) {
  const parts = draw("line");
  parts.first.querySelector("svg").remove();
  parts.first.classList.add("is-plain");
  parts.words.textContent = sent.words;
  parts.by.textContent = when(sent.at);
  parts.link.href = sent.address;
  parts.link.textContent = say("correct");
  return parts.first;
}
