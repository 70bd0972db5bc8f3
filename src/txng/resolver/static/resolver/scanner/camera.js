// The camera of the phone: opened after a tap, closed as soon as nobody looks.

const PAUSE = 120; // milliseconds between two looks: a code is held for longer, and the battery lasts

// Chats open pages in a browser of their own, where the camera often fails (ux.md 3.6).
export const inChat = /Zalo|FBAN|FBAV|FB_IAB|Instagram|Line\//i.test(navigator.userAgent);
export const possible = () => Boolean(navigator.mediaDevices?.getUserMedia);

export class Camera {
  constructor(video) {
    this.video = video;
    this.stream = null;
    this.turn = 0;
  }

  // Throws what the browser throws: refused, none there, in use.
  async open() {
    const video = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
    const turn = ++this.turn;
    const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video });
    if (turn !== this.turn) return void stream.getTracks().forEach((track) => track.stop());
    this.stream = stream;
    this.video.srcObject = stream;
    await this.video.play();
  }

  get track() {
    return this.stream?.getVideoTracks()[0];
  }

  get hasTorch() {
    return Boolean(this.track?.getCapabilities?.().torch);
  }

  torch(on) {
    return this.track.applyConstraints({ advanced: [{ torch: on }] });
  }

  close() {
    this.turn++;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = this.video.srcObject = null;
  }

  // `found(codes)` for each look that finds something, until the camera is closed.
  async watch(detector, found) {
    const turn = this.turn;
    while (turn === this.turn) {
      const codes = this.video.readyState >= 2 ? await detector.detect(this.video).catch(() => []) : [];
      if (turn === this.turn && codes.length) await found(codes);
      await new Promise((go) => setTimeout(go, PAUSE));
    }
  }
}

// A photo is read here on the phone and sent to nobody.
export async function inPhoto(file, detector) {
  const picture = await createImageBitmap(file);
  try {
    return await detector.detect(picture);
  } finally {
    picture.close();
  }
}
