// What our pages do besides what nhsuk-frontend does. Every page works without it.
import { initAll } from "../nhsuk/nhsuk.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");

// Wires up the page, or what has taken the place of a part of it.
export function equip(scope) {
  initAll({ scope });

  // Buttons that need a script are hidden until there is one: <button type="button" data-print hidden>.
  for (const button of scope.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // <button name="clear" data-clear>: takes a choice back. Without a script the page is sent, and comes back.
  for (const button of scope.querySelectorAll("[data-clear]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const chosen = button.closest("fieldset").querySelector(":checked");
      if (!chosen) return;
      chosen.checked = false;
      chosen.dispatchEvent(new Event("input", { bubbles: true }));
      chosen.focus();
    });
  }

  // <button type="button" data-copy="id-of-the-words" hidden>; it says so when they are copied: `data-copied`, `data-marked`.
  for (const button of scope.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    if (!source) continue;
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.className = "sdm-said";
    button.after(said);
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.value ?? source.textContent);
        said.textContent = button.dataset.copied ?? "Copied";
      } catch {
        // Without the clipboard the words are at least marked, ready to copy.
        if (source.select) source.select();
        else getSelection().selectAllChildren(source);
        said.textContent = document.execCommand("copy")
          ? button.dataset.copied ?? "Copied"
          : button.dataset.marked ?? "Your words are marked. Copy them now";
      }
    });
  }
}
equip(document);

// Paper shows what stands in a field now, not what stood there when the page was made; and parts that are folded.
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll(".sdm-part")) part.open = true;
  for (const words of document.querySelectorAll(".sdm-written")) words.textContent = words.nextElementSibling.value;
});

// What would be lost by leaving: changed and not sent; or sent, and shown again because of an error; or what a form calls
// unsaved (`data-unsaved`), or what is saved by a button only was shown again (`data-by-hand="unsaved"`). autosave.js sets `defaultValue` to what was saved.
const typed = 'form[method="post"] textarea:not([readonly]), form[method="post"] input:not([type="hidden"])';
const isRefused = () => document.querySelector(".nhsuk-error-summary") !== null;
let sent = null;
export const isChosen = (field) => field.type === "radio" || field.type === "checkbox";
export const isChanged = (field) =>
  isChosen(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
const isShownAgain = (field) => isRefused() && (isChosen(field) ? field.checked : field.value.trim() !== "");
const isUnsaved = (field) =>
  field.type !== "password" && field.form !== sent && (isChanged(field) || isShownAgain(field));
const unsavedForm = () =>
  document.querySelector("form[data-unsaved]") ?? document.querySelector("[data-by-hand=unsaved]")?.closest("form");

function warn(event) {
  if ((unsavedForm() && unsavedForm() !== sent) || [...document.querySelectorAll(typed)].some(isUnsaved)) {
    event.preventDefault();
    event.returnValue = true; // Older browsers wait for this.
  }
}
const watch = () => addEventListener("beforeunload", warn);
if (isRefused() || unsavedForm()) watch();
document.addEventListener("input", watch, { once: true });

// Pages of staff ask whether somebody is still signed in before a form goes out: what it holds would be lost on the way
// to the page to sign in. Where nobody is, or nobody answers, the form stays as it is and says so.
// Browsers of before 2022 cannot ask so: there a form goes out as it does without a script.
const isFirst = AbortSignal.timeout && document.querySelector("[data-signed-in]");
const asked = new WeakSet();
let asking = false;

async function askFirst(form, submitter) {
  if (asking) return;
  asking = true;
  let state = "unheard";
  try {
    const options = { headers: { Accept: "application/json" }, redirect: "error", signal: AbortSignal.timeout(20000) };
    const response = await fetch(isFirst.dataset.signedIn, options);
    if (response.status === 403) state = "closed";
    const { token, whose } = await response.json();
    state = whose === isFirst.dataset.whose ? "" : "closed";
    // Whoever signed in again in another tab needs another token.
    if (!state) for (const one of document.querySelectorAll("[name=csrfmiddlewaretoken]")) one.value = token;
  } catch {
    // What the answer was is known by then, or nobody heard one.
  }
  asking = false;
  form.querySelector("[data-not-sent]")?.remove();
  if (state) return sayNotSent(form, submitter, state);
  asked.add(form);
  form.requestSubmit(submitter);
}

function sayNotSent(form, submitter, state) {
  const said = isFirst.content.querySelector(`[data-when=${state}]`).cloneNode(true);
  said.className = "nhsuk-error-message";
  said.setAttribute("role", "alert");
  said.dataset.notSent = "";
  (submitter ?? form.lastElementChild).before(said);
}

// A second tap sends nothing twice; after five seconds it may, should the first have failed.
const sentAt = new WeakMap();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (isFirst && !asked.delete(form) && form.querySelector("textarea, select, input:not([type=hidden])")) {
    event.preventDefault();
    askFirst(form, event.submitter);
    return;
  }
  if (Date.now() - (sentAt.get(form) ?? -Infinity) < 5000) {
    event.preventDefault();
    return;
  }
  sentAt.set(form, Date.now());
  sent = form;
});
// All that a form holds is safe though it was never submitted: nobody is asked before they leave it.
export const isSafe = (form) => (sent = form);
addEventListener("pageshow", () => {
  if (sent) sentAt.delete(sent);
  sent = null;
});
