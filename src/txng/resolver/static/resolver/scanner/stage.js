// The frame in which a code is held: camera, lamp, photo, and a plain sentence where a phone gives no camera.

import { Camera, inChat, inPhoto, possible } from "./camera.js";
import { reader } from "./reader.js";
import { part, say } from "./words.js";

export class Stage {
  // `found(codes)` hears every code seen; it closes the stage itself when it has what it wants.
  constructor(place, found) {
    this.place = place;
    this.found = found;
    this.camera = new Camera(part(place, "video"));
    this.lamp = part(place, "torch");
    for (const [name, act] of [["start", "start"], ["stop", "stop"], ["torch", "light"]]) {
      part(place, name).addEventListener("click", () => this[act]());
    }
    for (const input of place.querySelectorAll('input[type="file"]')) {
      input.addEventListener("change", () => this.photo(input));
    }
    document.addEventListener("visibilitychange", () => document.hidden && this.stop());
    addEventListener("pagehide", () => this.stop());
    if (inChat || !possible()) this.without(inChat ? "chat" : "none");
    place.hidden = false;
  }

  tell(name, values) {
    part(this.place, "says").textContent = name ? say(this.place, name, values) : "";
  }

  // Without a camera the photo takes its place.
  without(why) {
    part(this.place, "start").hidden = true;
    this.tell(why);
  }

  async ready() {
    const bar = part(this.place, "progress");
    const line = part(this.place, "loading");
    try {
      return await reader(this.place, (share) => {
        line.hidden = share >= 1;
        bar.value = share;
      });
    } catch {
      this.tell("noreader");
      return null;
    } finally {
      line.hidden = true;
    }
  }

  async start() {
    const start = part(this.place, "start");
    if (start.disabled) return;
    start.disabled = true;
    this.tell("");
    try {
      // Asked for at once: what a tap allows, a download makes some browsers forget.
      const opening = this.camera.open().then(() => true, (trouble) => this.refused(trouble));
      const [opened, detector] = await Promise.all([opening, this.ready()]);
      if (!opened || !detector || !this.camera.stream) return this.stop();
      this.show(true);
      this.tell("hold");
      this.camera.watch(detector, (codes) => this.found(codes));
    } finally {
      start.disabled = false;
    }
  }

  refused(trouble) {
    const none = ["NotFoundError", "OverconstrainedError", "NotReadableError"].includes(trouble?.name);
    this.without(none ? "none" : "refused");
    return false;
  }

  show(on) {
    part(this.place, "frame").hidden = !on;
    part(this.place, "ways").hidden = on;
    this.lamp.hidden = !on || !this.camera.hasTorch;
    this.lamp.setAttribute("aria-pressed", "false");
    if (on) part(this.place, "stop").focus();
  }

  stop() {
    const open = Boolean(this.camera.stream);
    this.camera.close();
    this.show(false);
    if (open) {
      this.tell("");
      part(this.place, "start").focus();
    }
  }

  async light() {
    const on = this.lamp.getAttribute("aria-pressed") !== "true";
    await this.camera.torch(on).then(() => this.lamp.setAttribute("aria-pressed", String(on)), () => (this.lamp.hidden = true));
  }

  async photo(input) {
    const [file] = input.files;
    if (!file) return;
    this.tell("looking");
    const detector = await this.ready();
    if (!detector) return;
    const codes = await inPhoto(file, detector).catch(() => []);
    input.value = ""; // the same photo may be chosen again
    this.tell(codes.length ? "" : "nothing");
    if (codes.length) await this.found(codes);
  }
}
