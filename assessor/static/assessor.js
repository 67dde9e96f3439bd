"use strict";
/* What works better with script, and works without it: revealing follow-ups, autosave, a warning before unsaved
   changes are lost, focus on the error summary, and the progress of a job. Pages declare it with data attributes. */

// --- follow-ups: data-follows="field name" data-when="value value" -------------------------------------------
function reveal(form) {
  for (const block of form.querySelectorAll("[data-follows]")) {
    const wanted = block.dataset.when.split(" ");
    const boxes = form.querySelectorAll(`[name="${CSS.escape(block.dataset.follows)}"]`);
    const parent = [...boxes].some((box) => box.closest("[data-follows][hidden]"));
    const chosen = [...boxes].some((box) => (box.type === "radio" || box.type === "checkbox" ? box.checked : true) && wanted.includes(box.value));
    block.hidden = parent || !chosen;
  }
}

// --- autosave and unsaved changes: <form data-autosave="URL"> with <p data-save-state> -----------------------
function watch(form) {
  const state = form.querySelector("[data-save-state]");
  let dirty = false;
  let timer = 0;
  let running = null;
  const say = (words) => { if (state) state.textContent = words; };

  async function save() {
    dirty = false;
    try {
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual" });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      for (const [name, value] of Object.entries(found.fields || {})) {
        const box = form.elements.namedItem(name);
        if (box) box.value = value;
      }
      say(found.message);
      if (found.conflict) dirty = true;
    } catch {
      dirty = true;
      say(form.dataset.notSaved || "");
    }
  }

  function start() {
    if (!running && dirty) running = save().finally(() => { running = null; });
  }

  form.addEventListener("input", () => {
    dirty = true;
    if (!form.dataset.autosave) return;
    clearTimeout(timer);
    timer = setTimeout(start, 2000);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (running) {
      // The save on its way gives a new revision, which this one must name.
      event.preventDefault();
      const button = event.submitter || undefined;
      running.then(() => form.requestSubmit(button));
      return;
    }
    dirty = false;
  });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
}

// --- a file that is too large, said before it is sent: <input type="file" data-most="BYTES" data-too-large="WORDS"> --
function weigh(box) {
  const words = box.form.querySelector("[data-file-message]");
  box.addEventListener("change", () => {
    const large = [...box.files].find((file) => file.size > Number(box.dataset.most));
    words.hidden = !large;
    words.textContent = large ? box.dataset.tooLarge.replace("{name}", () => large.name) : "";
    if (large) box.value = "";
  });
}

// --- a job's progress: <div data-job="URL"> ------------------------------------------------------------------
function follow(block) {
  const bar = block.querySelector("progress");
  const words = block.querySelector("[data-job-words]");
  async function look() {
    try {
      const answer = await fetch(block.dataset.job, { headers: { Accept: "application/json" } });
      const found = await answer.json();
      if (bar) bar.value = found.progress;
      if (words) words.textContent = found.words;
      if (found.done) { location.reload(); return; }
    } catch { /* the next look may succeed */ }
    setTimeout(look, 1000);
  }
  setTimeout(look, 500);
}

// --- from question to question by keyboard: <form data-keys>, and links with rel="prev" and rel="next" --------
document.addEventListener("keydown", (event) => {
  const form = document.querySelector("form[data-keys]");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat) {
    event.preventDefault();
    form.requestSubmit();
  }
  const way = { PageDown: "next", PageUp: "prev" }[event.key];
  const link = way && event.altKey ? document.querySelector(`.pager a[rel="${way}"]`) : null;
  if (link) {
    event.preventDefault();
    link.click();
  }
});

for (const form of document.querySelectorAll("form")) {
  if (form.querySelector("[data-follows]")) {
    reveal(form);
    form.addEventListener("change", () => reveal(form));
  }
  if (form.dataset.autosave || form.hasAttribute("data-warn")) watch(form);
}
document.querySelectorAll("[data-most]").forEach(weigh);
document.querySelectorAll("[data-job]").forEach(follow);
const summary = document.querySelector(".error-summary");
if (summary) summary.focus();
