// The gate on a telephone: its camera reads the code, as a scanner would type it. Nothing leaves the device.
// The browser's own reader where there is one, else jsQR (jsqr/, Apache-2.0), fetched only when the camera is used.
"use strict";
(() => {
  const room = document.querySelector("[data-camera]");
  const form = document.querySelector("form.gate");
  if (!room || !form || !navigator.mediaDevices?.getUserMedia) return;
  const LOOK = 150, WIDTH = 640, KEPT = "gate-camera";
  const button = room.querySelector("button"), video = room.querySelector("video"), told = room.querySelector("p");
  let stream = null;

  const canvas = document.createElement("canvas");
  const pixels = canvas.getContext("2d", { willReadFrequently: true });
  const load = () => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = room.dataset.camera;
    script.onload = () => done(self.jsQR);
    script.onerror = failed;
    document.head.append(script);
  });
  const reader = async () => {
    const known = self.BarcodeDetector ? await BarcodeDetector.getSupportedFormats() : [];
    if (known.includes("qr_code")) {
      const own = new BarcodeDetector({ formats: ["qr_code"] });
      return async () => (await own.detect(video))[0]?.rawValue;
    }
    const read = await load();
    return async () => {
      canvas.width = WIDTH;
      canvas.height = Math.round(WIDTH * video.videoHeight / video.videoWidth);
      pixels.drawImage(video, 0, 0, canvas.width, canvas.height);
      const image = pixels.getImageData(0, 0, canvas.width, canvas.height);
      return read(image.data, image.width, image.height, { inversionAttempts: "dontInvert" })?.data;
    };
  };

  const off = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
    button.setAttribute("aria-pressed", "false");
  };
  // As after a scan: the temperature next where it is asked for, else in.
  const found = (code) => {
    off();
    form.elements.code.value = code;
    const temperature = form.elements.temperature_c;
    if (temperature && !temperature.value) temperature.focus(); else form.requestSubmit(form.querySelector("button[type=submit]"));
  };
  const look = async (read) => {
    if (!stream) return;
    const code = video.readyState >= video.HAVE_CURRENT_DATA ? await read().catch(() => undefined) : undefined;
    if (code && stream) found(code); else setTimeout(look, LOOK, read);
  };
  const on = async () => {
    told.hidden = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      video.hidden = false;
      button.setAttribute("aria-pressed", "true");
      await video.play();
      look(await reader());
    } catch {
      off();
      told.hidden = false;
    }
  };

  // Who works with the camera goes on with it after each person, in this tab.
  button.addEventListener("click", () => {
    const wanted = !stream;
    sessionStorage.setItem(KEPT, wanted ? "on" : "");
    if (wanted) on(); else off();
  });
  room.hidden = false;
  if (sessionStorage.getItem(KEPT) && !form.elements.code.value) on();
})();
