// The answers of a round, the latest on top, and how many there are of each kind.

import { hour, known, moment, part, say } from "./words.js";

const ICONS = { ok: "circle-check", look: "alert-triangle", bad: "alert-octagon", waiting: "hourglass" };

export class Strip {
  constructor(place, icons) {
    this.place = place;
    this.icons = icons;
  }

  draw(codes) {
    const lines = codes.map((one) => this.line(one));
    part(this.place, "strip").replaceChildren(...lines.reverse());
    part(this.place, "empty").hidden = codes.length > 0;
    const of = (tone) => codes.filter((one) => (one.now || one).tone === tone).length;
    part(this.place, "count").textContent = say(this.place, "count", { all: codes.length, look: of("look"), bad: of("bad") });
  }

  line(one) {
    const made = part(this.place, "line").content.cloneNode(true);
    const shown = one.now || one;
    made.firstElementChild.classList.add(`is-${shown.tone}`);
    made.querySelector("use").setAttribute("href", `${this.icons}#${ICONS[shown.tone]}`);
    part(made, "word").textContent = shown.short;
    part(made, "goods").textContent = [shown.product, shown.lot].filter(Boolean).join(" · ");
    part(made, "says").textContent = shown.tone === "ok" ? "" : shown.sentence;
    part(made, "code").textContent = one.path ? known(one.path) : one.read;
    part(made, "at").textContent = hour(new Date(one.at));
    part(made, "more").textContent = this.more(one);
    return made;
  }

  more(one) {
    const said = [];
    if (one.times > 1) said.push(say(this.place, "again", { n: one.times }));
    if (one.now && one.now.verdict !== one.verdict) said.push(say(this.place, "now", { then: one.short, now: one.now.short }));
    else if (one.from_pack && !one.now) said.push(say(this.place, "frompack", { at: moment(new Date(one.pack_at)) }));
    return said.length ? `· ${said.join(" · ")}` : "";
  }

  notice(text, tone) {
    const made = part(this.place, "notice").content.cloneNode(true);
    made.firstElementChild.classList.add(`is-${tone}`);
    part(made, "text").textContent = text;
    part(this.place, "notices").replaceChildren(made);
  }
}
