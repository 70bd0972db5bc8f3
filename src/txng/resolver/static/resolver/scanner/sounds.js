// Three sounds an officer knows without looking (ux.md W12), made here: no file to fetch. A short shake goes with each.

const KEY = "kiem-tra:im";
// [hertz, seconds] one after the other: two rising; two even; one long and low.
const TUNES = { ok: [[880, 0.07], [1320, 0.1]], look: [[660, 0.12], [0, 0.06], [660, 0.12]], bad: [[196, 0.55]] };
const SHAKES = { ok: [30], look: [60, 60, 60], bad: [300] };
let device;

export const muted = () => localStorage.getItem(KEY) === "1";
export const mute = (on) => localStorage.setItem(KEY, on ? "1" : "0");

// Browsers let a page sound after a tap only.
export function wake() {
  device ??= self.AudioContext ? new AudioContext() : null;
  device?.resume().catch(() => {});
}

export function sound(tone) {
  navigator.vibrate?.(SHAKES[tone]);
  if (muted() || !device) return;
  let at = device.currentTime;
  for (const [pitch, length] of TUNES[tone]) {
    if (pitch) note(pitch, at, length, tone === "bad" ? "sawtooth" : "sine");
    at += length;
  }
}

function note(pitch, at, length, shape) {
  const tone = new OscillatorNode(device, { type: shape, frequency: pitch });
  const loud = new GainNode(device, { gain: 0 });
  loud.gain.setTargetAtTime(0.3, at, 0.005);
  loud.gain.setTargetAtTime(0, at + length - 0.03, 0.01);
  tone.connect(loud).connect(device.destination);
  tone.start(at);
  tone.stop(at + length + 0.05);
}
