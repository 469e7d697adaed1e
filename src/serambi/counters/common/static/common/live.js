// Keeps the part of a page that changes (data-live="<address of its events>") as it is now.
// An event, or ten seconds without a stream, fetches the part's own page again and puts the part in place. So does every
// minute: a notice or an order can begin or end by the clock alone, and no event tells of that.
"use strict";
(() => {
  const part = () => document.querySelector("[data-live]");
  const first = part();
  if (!first) return;
  const POLL = 10000, MINUTE = 60000, AGAIN = 30000, SPREAD = 150;
  const source = first.dataset.liveFrom || location.href;
  let fetching = false, stale = false, polling = null, last = first.dataset.latest;

  const put = (fresh) => {
    const old = part();
    if (!fresh || fresh.outerHTML === old.outerHTML) return;
    // Who is just working in it must not lose their place.
    if (old.contains(document.activeElement)) return;
    old.replaceWith(document.adoptNode(fresh));
    if (fresh.dataset.latest && fresh.dataset.latest !== last) chime();
    last = fresh.dataset.latest;
  };
  const refresh = async () => {
    if (fetching) { stale = true; return; }
    fetching = true;
    do {
      stale = false;
      try {
        const answer = await fetch(source, { credentials: "same-origin" });
        if (answer.ok && !answer.redirected) {
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          put(page.querySelector("[data-live]"));
        }
      } catch { /* the network is away; the next event or poll tries again */ }
    } while (stale);
    fetching = false;
  };
  const soon = () => setTimeout(refresh, Math.random() * SPREAD);
  const poll = (on) => {
    if (on && polling === null) polling = setInterval(refresh, POLL);
    if (!on && polling !== null) { clearInterval(polling); polling = null; }
    document.documentElement.dataset.stream = on ? "polling" : "open";
  };
  const listen = () => {
    const events = new EventSource(first.dataset.live);
    events.addEventListener("open", () => poll(false));
    events.addEventListener("hall", soon);
    events.addEventListener("error", () => {
      poll(true);
      // The browser comes back by itself after a cut, but not after a refusal.
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
    });
  };

  // The sound is off until somebody asks for it.
  const button = document.querySelector("[data-sound]");
  let sound = null;
  const chime = () => { if (sound) sound.play().catch(() => {}); };
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      sound = sound ? null : new Audio(button.dataset.sound);
      button.setAttribute("aria-pressed", String(Boolean(sound)));
      chime();
    });
  }
  setInterval(soon, MINUTE);
  if (window.EventSource) listen(); else poll(true);
})();
