// A tray that renews itself, and a form that is kept and checked while it is written. A part of a
// page comes from the same template as the page, and nothing else is ever drawn.
"use strict";
(() => {
  const $ = (what) => document.querySelector(what);
  const policy = window.trustedTypes && window.trustedTypes.createPolicy("wasl", { createHTML: (own) => own });
  const draw = (place, own) => {
    const at = place.contains(document.activeElement) && document.activeElement.getAttribute("href");
    place.innerHTML = policy ? policy.createHTML(own) : own;
    const same = at && [...place.querySelectorAll("a")].find((link) => link.getAttribute("href") === at);
    if (same) same.focus();
  };
  const ask = (where, more) => fetch(where, {
    headers: { "x-live": "1" }, credentials: "same-origin", redirect: "manual", ...more,
  }).catch(() => null);

  const live = $("[data-live]");
  if (live && window.EventSource) {
    const stream = new EventSource(live.dataset.live);
    let said = 0, stale = false;
    const renew = async () => {
      stale = document.hidden;
      if (stale) return;
      const answer = await ask(window.location.pathname);
      if (!answer || !answer.ok) { stream.close(); return; }
      draw(live, await answer.text());
      if (Date.now() - said > 30000) { said = Date.now(); $("#told").textContent = live.dataset.news; }
    };
    stream.addEventListener("news", renew);
    document.addEventListener("visibilitychange", () => { if (stale) renew(); });
  }

  const form = $("form.compose");
  if (form) {
    let pause = 0, last = 0;
    const check = async () => {
      const given = new URLSearchParams(), mine = (last += 1);
      for (const [name, value] of new FormData(form)) if (typeof value === "string") given.append(name, value);
      given.set("do", "check");
      const answer = await ask(form.action, { method: "POST", body: given });
      if (!answer || mine !== last || ![200, 422].includes(answer.status)) return;
      draw($("#beside"), await answer.text());
      form.dispatchEvent(new Event("kept"));
    };
    form.addEventListener("input", () => {
      window.clearTimeout(pause);
      pause = window.setTimeout(check, 1500);
    });
  }
})();
