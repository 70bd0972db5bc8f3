// A note spoken instead of typed: at most 60 seconds. Where a browser cannot record, the box for a file stays.

import { draw, say } from "./words.js";

const SECONDS = 60;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export function speaking(box) {
  if (!navigator.mediaDevices || !self.MediaRecorder) return { file: () => undefined };
  const type = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
  if (!type) return { file: () => undefined };
  const parts = draw("voice");
  let recorder;
  let blob;
  let timer;

  function show() {
    const running = recorder?.state === "recording";
    parts.record.hidden = running;
    parts.stop.hidden = !running;
    parts.play.hidden = parts.drop.hidden = running || !blob;
  }

  async function record() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      parts.said.textContent = say("mute");
      return;
    }
    const pieces = [];
    recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 32_000 });
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.onstop = () => {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      blob = new Blob(pieces, { type: type.split(";")[0] });
      parts.said.textContent = "";
      show();
    };
    recorder.start();
    const until = Date.now() + SECONDS * 1000;
    timer = setInterval(() => {
      const left = Math.ceil((until - Date.now()) / 1000);
      parts.said.textContent = say("recording", { n: Math.max(0, left) });
      if (left <= 0 && recorder.state === "recording") recorder.stop();
    }, 250);
    show();
  }

  async function play() {
    const context = new AudioContext();
    const source = context.createBufferSource();
    source.buffer = await context.decodeAudioData(await blob.arrayBuffer());
    source.connect(context.destination);
    source.onended = () => context.close();
    source.start();
  }

  parts.record.addEventListener("click", record);
  parts.stop.addEventListener("click", () => recorder.stop());
  parts.play.addEventListener("click", play);
  parts.drop.addEventListener("click", () => {
    blob = undefined;
    show();
  });
  box.after(parts.whole);
  box.hidden = true;

  return {
    // A recording still running is ended and taken along.
    file: async () => {
      if (recorder?.state === "recording") {
        const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
        recorder.stop();
        await ended;
      }
      if (!blob) return undefined;
      const ending = blob.type === "audio/mp4" ? "m4a" : blob.type === "audio/ogg" ? "ogg" : "webm";
      return { name: `ghi-am.${ending}`, type: blob.type, data: await blob.arrayBuffer() };
    },
  };
}
