// One entry: the server's own form, filled from the tile, kept on the phone when “Lưu” is pressed.

import { plain, preview, shrunk } from "./photo.js";
import { changed, flush, me, state } from "./send.js";
import * as store from "./store.js";
import { day, draw, notice, place, say } from "./words.js";
import { speaking } from "./voice.js";

const now = () => new Date(Date.now() - (state.data.ahead || 0)); // the day by the server's clock as last seen

export function form(lot, tile, mended) {
  const parts = draw("form");
  parts.title.textContent = tile.label;
  parts.lead.textContent = `${lot.site} · ${lot.product} · ${day(now())}`;
  parts.fields.innerHTML = state.data.forms[tile.activity] || "";
  const box = parts.first.parentNode.querySelector("form");
  fill(box, lot, tile, mended);
  const today = boxes(box).map((one) => one.value);
  const photo = watchPhoto(box);
  const sound = box.querySelector('input[type="file"][accept*="audio"]');
  const voice = sound ? speaking(sound) : { file: () => undefined };
  steps(box);
  if (mended?.why) complain(parts.notices, box, mended);
  let busy = false;
  box.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return; // the second press of a hurried thumb
    busy = true;
    try {
      await save(box, lot, tile, { today, photo, voice, sound, mended });
    } catch (error) {
      if (error?.name !== "QuotaExceededError") throw error;
      parts.notices.replaceChildren(notice(say("full"), "danger"));
    } finally {
      busy = false;
    }
  });
  return parts.whole;
}

const boxes = (box) => ["day", "month", "year"].map((part) => box.elements[`done_on_${part}`]).filter(Boolean);

function fill(box, lot, tile, mended) {
  const at = now();
  const values = { ...tile.values, site: String(lot.site_id) };
  [values.done_on_day, values.done_on_month, values.done_on_year] = [at.getDate(), at.getMonth() + 1, at.getFullYear()];
  for (const option of box.querySelectorAll('[name="others"]')) {
    if (option.value === String(lot.id)) option.closest("label").remove();
  }
  if (!box.querySelector('[name="others"]')) box.querySelector("#id_others")?.closest(".tx-field").remove();
  for (const [name, value] of Object.entries(values)) {
    const field = box.elements[name];
    if (field && "value" in field) field.value = value;
  }
  if (mended) refill(box, mended.fields);
  const what = box.elements.what;
  const used = state.data.used[tile.activity] || [];
  if (what && used.length) {
    const list = document.createElement("datalist");
    list.id = "da-dung";
    list.append(...used.map((name) => Object.assign(document.createElement("option"), { value: name })));
    what.after(list);
  }
}

function refill(box, fields) {
  for (const [name, value] of fields) {
    for (const field of box.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (["checkbox", "radio"].includes(field.type)) field.checked ||= field.value === value;
      else if (field.type !== "file") field.value = value;
    }
  }
}

function complain(where, box, { why, fieldsWrong = {} }) {
  where.replaceChildren(notice(why, "danger"));
  for (const [name, sentence] of Object.entries(fieldsWrong)) {
    const field = box.querySelector(`[name="${CSS.escape(name)}"], [name="${CSS.escape(name)}_day"]`);
    const line = Object.assign(document.createElement("p"), { className: "tx-error", textContent: sentence });
    (field?.closest(".tx-field") || box).append(line);
    const folded = field?.closest("details");
    if (folded) folded.open = true;
  }
}

function watchPhoto(box) {
  const input = box.querySelector('input[type="file"][accept*="image"]');
  if (!input) return undefined;
  const parts = draw("photo");
  const line = parts.first;
  line.hidden = true;
  input.after(parts.whole);
  input.addEventListener("change", async () => {
    const [file] = input.files;
    line.hidden = !file;
    if (!file) return;
    const kilobytes = `${Math.max(1, Math.round(file.size / 1024)).toLocaleString("vi")} KB`;
    line.querySelector("span").textContent = say("photo", { size: kilobytes });
    await preview(line.querySelector("canvas"), file).catch(() => undefined);
  });
  return input;
}

function steps(box) {
  const amount = box.elements.quantity;
  if (!amount) return;
  const parts = draw("step");
  for (const button of parts.whole.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      const typed = Number(amount.value.replace(/\./g, "").replace(",", ".")) || 0;
      amount.value = String(Math.max(0, Math.round((typed + Number(button.dataset.by)) * 1000) / 1000)).replace(".", ",");
      if (amount.value === "0") amount.value = "";
    });
  }
  amount.after(parts.whole);
}

async function files(box, { photo, voice, sound }) {
  const found = [];
  for (const input of box.querySelectorAll('input[type="file"]')) {
    for (const file of input.files) {
      found.push({ field: input.name, ...(input === photo ? await shrunk(file) : await plain(file)) });
    }
  }
  const spoken = await voice.file();
  if (spoken && sound) found.push({ field: sound.name, ...spoken });
  return found;
}

async function save(box, lot, tile, ways) {
  const pressed = new Date();
  const unchanged = boxes(box).every((one, at) => one.value === ways.today[at]);
  const fields = [...new FormData(box)].filter(
    ([name, value]) => typeof value === "string" && value && !(unchanged && name.startsWith("done_on")),
  );
  const added = await files(box, ways);
  const kept = ways.mended?.files.filter((old) => !added.some((file) => file.field === old.field)) || [];
  const entry = {
    id: ways.mended?.id || crypto.randomUUID(),
    who: me(),
    lot: lot.id,
    activity: tile.activity,
    words: words(box, lot, tile),
    fields,
    files: [...kept, ...added],
    doneAt: ways.mended?.doneAt || pressed.toISOString(),
    state: "waiting",
    held: Date.now() + Number(place.dataset.hold),
  };
  await keepEntry(entry);
  location.hash = "";
}

export async function keepEntry(entry) {
  await store.put(entry);
  await navigator.storage?.persist?.().catch(() => false);
  state.justSaved = { id: entry.id, at: new Date() };
  setTimeout(() => flush(), Number(place.dataset.hold) + 50);
  changed();
}

function words(box, lot, tile) {
  const amount = box.elements.quantity?.value;
  const unit = box.elements.quantity_unit?.selectedOptions[0]?.textContent;
  const parts = [tile.work, box.elements.what?.value, amount && `${amount} ${unit || ""}`.trim()].filter(Boolean);
  const others = box.querySelectorAll('[name="others"]:checked').length;
  return `${parts.join(", ")} – ${lot.site}${others ? ` (+${others})` : ""}`;
}
