// Saves what somebody writes while they write it; docs/decisions.md says why as it does. Nothing is kept in the browser.
import { Leaving } from "./autosave/leaving.js";
import { Saving } from "./autosave/saving.js";

function autosave(form) {
  const gone = new AbortController();
  const saving = new Saving(form);
  const leaving = new Leaving(saving, gone, start);
  const on = (target, type, run, capture) => target.addEventListener(type, run, { capture, signal: gone.signal });

  // Older browsers do not tell it with the submit.
  let pressed = null;
  on(form, "click", (event) => (pressed = event.target.closest("button")));
  on(form, "submit", (event) => {
    event.preventDefault();
    if (saving.onlyWhenPressed) saving.written.pressed = pressed;
    if (!leaving.isLeaving) leaving.press(event.submitter ?? pressed);
  });
  const anotherForm = (event) => {
    const submitter = event.submitter ?? event.target.querySelector("button");
    if (event.target !== form) leaving.saveFirst(event, () => submitter.click());
  };
  on(document, "submit", anotherForm, true);
  on(document, "click", (event) => leaving.follow(event));
  on(form, "click", insertPhrase);
  on(form, "focusin", (event) => visited.add(event.target));

  if (document.querySelector(".nhsuk-error-summary")) form.dataset.unsaved = "";
  // Browsers put back words of theirs beside a newer revision.
  form.autocomplete = "off";

  if (saving.onlyWhenPressed) return;
  saving.begin();
  on(form, "input", (event) => saving.hasChanged(event.target));
  on(form, "input", ({ target }) => {
    for (const shown of form.querySelectorAll(`[data-shows="${target.id}"]`)) shown.textContent = target.value || "–";
  });
  on(document, "visibilitychange", () => (document.visibilityState === "hidden" ? leaving.flush() : leaving.comeBack()));
  on(window, "pagehide", () => leaving.flush());
  on(window, "beforeunload", () => leaving.flush());
  on(window, "pageshow", (event) => event.persisted && leaving.comeBack());
  on(window, "online", () => saving.saying.state === "unheard" && saving.plan(0));
}

// Where somebody has had a cursor.
const visited = new WeakSet();

// Puts the words of a button where somebody writes; what they had typed can be had back with Undo.
function insertPhrase(event) {
  const button = event.target.closest("[data-into]");
  if (!button) return;
  event.preventDefault();
  const box = document.getElementById(button.dataset.into);
  if (!visited.has(box)) box.setSelectionRange(box.value.length, box.value.length);
  const before = box.value.slice(0, box.selectionStart);
  const words = button.value.slice(button.value.indexOf(" ") + 1);
  box.focus();
  document.execCommand("insertText", false, /\S$/.test(before) ? ` ${words}` : words);
}

function start() {
  document.querySelectorAll("[data-autosave]").forEach(autosave);
}
start();
