// Sends a file in pieces, shows how far it is, and goes on where it stopped. Without it the form sends the file whole.
(() => {
  "use strict";
  const TRIES = 8;
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

  class Refused extends Error {}

  async function call(form, address, body, method = "POST") {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "X-CSRFToken": token };
    if (body instanceof Blob) headers["Content-Type"] = "application/octet-stream";
    const answer = await fetch(address, { method, body, headers, credentials: "same-origin" });
    const said = await answer.json();
    if (answer.ok || said.code === "upload.offset" || said.code === "upload.incomplete") return said;
    if (said.said && said.code !== "upload.busy") throw new Refused(said.said);
    throw new Error(said.code);
  }

  // Tries again with longer and longer pauses: a telephone loses its line and finds it again.
  async function patiently(form, status, work) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await work();
      } catch (trouble) {
        if (trouble instanceof Refused || attempt >= TRIES) throw trouble;
        status.textContent = form.dataset.waiting;
        await wait(Math.min(500 * 2 ** attempt, 15000));
      }
    }
  }

  async function send(form, file, status) {
    const sha256 = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const about = new URLSearchParams({ document: form.elements.document.value, size: file.size, sha256 });
    const upload = await patiently(form, status, () => call(form, form.dataset.start, about));
    const base = `${form.dataset.start}${upload.upload}/`;
    const bar = document.createElement("progress");
    bar.max = file.size;
    bar.setAttribute("aria-label", form.dataset.sending);
    let received = upload.received;
    while (received < file.size) {
      bar.value = received;
      status.replaceChildren(`${form.dataset.sending} ${Math.floor((100 * received) / file.size)} % `, bar);
      const piece = file.slice(received, received + Number(form.dataset.piece));
      const answer = await patiently(form, status, () => call(form, `${base}chunks/?offset=${received}`, piece));
      received = answer.received ?? answer.facts.received;
    }
    status.textContent = form.dataset.checking;
    await patiently(form, status, () => call(form, `${base}end/`, new URLSearchParams()));
    return upload.upload;
  }

  function say(form, status, text) {
    const said = document.createElement("p");
    said.className = "error";
    said.textContent = text;
    status.replaceChildren(said);
    form.elements.file.setAttribute("aria-invalid", "true");
    form.elements.file.focus();
  }

  for (const form of document.querySelectorAll("form[data-start]")) {
    const status = form.querySelector("[role=status]");
    const button = form.querySelector("button");
    form.addEventListener("submit", async (event) => {
      const file = form.elements.file.files[0];
      // What is empty or too big is the server's to explain; without a secure page there is no digest.
      if (!file || file.size === 0 || file.size > Number(form.dataset.most) || !window.crypto?.subtle) return;
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      try {
        const sent = await send(form, file, status);
        location.assign(`${location.pathname}?sent=${sent}#${form.parentElement.id}`);
      } catch (trouble) {
        say(form, status, trouble instanceof Refused ? trouble.message : form.dataset.stopped);
      } finally {
        button.disabled = false;
      }
    });
  }
})();
