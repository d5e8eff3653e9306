// Everything works without this file. It moves through lists, returns the focus to what failed,
// asks whether a key has signed, and warns before a filled form is left.
"use strict";
(() => {
  const $ = (what) => document.querySelector(what);
  const summary = $("#summary");
  if (summary) summary.focus();

  // On a narrow screen the menu begins closed.
  const menu = $("details.menu");
  if (menu && window.matchMedia("(max-width: 45rem)").matches) menu.open = false;

  const asking = $("[data-asks]");
  if (asking) {
    const ask = async () => {
      const answer = await fetch(asking.dataset.asks, { credentials: "same-origin" });
      if (answer.status === 204) window.setTimeout(ask, asking.dataset.every * 1000);
      else window.location.reload();
    };
    window.setTimeout(ask, asking.dataset.every * 1000);
  }

  const counts = $("[data-counts]");
  if (counts) {
    let left = Number(counts.dataset.counts);
    const bar = document.createElement("progress");
    bar.max = left;
    bar.value = left;
    bar.setAttribute("aria-hidden", "true");
    counts.after(" ", bar);
    window.setInterval(() => { left -= 1; bar.value = Math.max(left, 0); }, 1000);
  }

  const form = $("form.compose");
  if (form) {
    let touched = false;
    form.addEventListener("input", () => { touched = true; });
    form.addEventListener("kept", () => { touched = false; });
    form.addEventListener("submit", () => { touched = false; });
    window.addEventListener("beforeunload", (leaving) => { if (touched) leaving.preventDefault(); });
  }

  // A file may be dropped on its form; the field with its button is there for everybody.
  for (const drop of document.querySelectorAll("form.drop")) {
    const over = (dragged, on) => { dragged.preventDefault(); drop.classList.toggle("over", on); };
    drop.addEventListener("dragover", (dragged) => over(dragged, true));
    drop.addEventListener("dragleave", (dragged) => over(dragged, false));
    drop.addEventListener("drop", (dragged) => {
      over(dragged, false);
      drop.querySelector("input[type=file]").files = dragged.dataTransfer.files;
    });
  }

  // By the place of the key, not by its letter: the J key yields another letter on an Arabic layout.
  const links = () => [...document.querySelectorAll("td a.open, .cards a, .entry")];
  const step = (by) => {
    const all = links();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const to = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    if (!to.hasAttribute("href")) to.tabIndex = -1;
    to.focus();
  };
  const go = (path) => { window.location.assign(path); };
  let before = "";
  const keys = {
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    KeyO: () => document.activeElement && document.activeElement.click(),
    KeyN: () => go("/new"),
    Slash: () => { const box = $("#go-case"); if (box) box.focus(); },
    KeyU: () => { const undo = $("#undo"); if (undo) undo.click(); },
    KeyL: () => { const lock = $("form.me button"); if (lock) lock.click(); },
  };
  const then = { KeyT: "/", KeyR: "/drafts", KeyL: "/log" };
  const on = document.body.dataset.shortcuts === "on";
  document.addEventListener("keydown", (pressed) => {
    const field = pressed.target.closest("input, textarea, select, button");
    if (form && pressed.ctrlKey && pressed.code === "Enter") {
      form.requestSubmit($("button[value=hand-in]"));
      return;
    }
    if (!on || field || pressed.ctrlKey || pressed.altKey || pressed.metaKey) return;
    if (before === "KeyG" && then[pressed.code]) go(then[pressed.code]);
    else if (keys[pressed.code]) { keys[pressed.code](); pressed.preventDefault(); }
    before = pressed.code;
  });
})();
