// Saves what a patient writes while they write it; docs/decisions.md says why as it does. Nothing is kept in the browser.
import { equip, isChanged, isChosen } from "./sdm.js";

// Milliseconds to wait.
const AFTER_A_KEY = 1500;
const AFTER_A_CHOICE = 300; // Arrow keys pass through several.
const AT_MOST = 10000; // While somebody types on and on.
const BEFORE_SAYING_SO = 2500; // When somebody rests, not after every word.
const BEFORE_TRYING_AGAIN = [2000, 4000, 8000, 15000, 30000];
const FOR_AN_ANSWER = 20000;
// What browsers send for a page that is gone, in characters.
const BEYOND_THE_PAGE = 60000;

const TRY_AGAIN = ["unheard", "closed"];
const NEED_A_PERSON = ["changed", "over"];
const PROBLEMS = ["refused", ...TRY_AGAIN, ...NEED_A_PERSON];
const title = document.title;

function autosave(form) {
  const shown = form.querySelector("[data-shown]");
  const heard = form.querySelector("[data-heard]");
  const sentences = form.querySelector("template").content;
  const { revision, whose } = form.elements;
  // Where two texts stand side by side, the patient chooses.
  const onlyWhenPressed = form.dataset.autosave !== "";
  const gone = new AbortController();

  // How it stands: the name of the sentence that is shown, or "" while somebody writes.
  let state = "";
  // What was sent and may have arrived, oldest first.
  let unheard = [];
  let timer, hearing, since, isLeaving;
  let tries = 0;

  const hidden = form.querySelectorAll("input[type=hidden]");
  const fields = () => [...form.querySelectorAll("textarea, input:not([type=hidden])")];
  const isUnsaved = () => "unsaved" in form.dataset || fields().some(isChanged);
  const isProblem = () => PROBLEMS.includes(state);
  const isAtRest = () => onlyWhenPressed || gone.signal.aborted || NEED_A_PERSON.includes(state);
  const sentence = (name) => sentences.querySelector(`[data-when="${name}"]`)?.textContent ?? "";
  const on = (target, type, run, capture) => target.addEventListener(type, run, { capture, signal: gone.signal });

  function say(name, more = "") {
    const words = `${sentence(name)} ${more}`.trim();
    const wasProblem = isProblem();
    const isNew = name !== state;
    state = name;
    shown.textContent = words;
    shown.classList.toggle("sdm-saving--problem", isProblem());
    if (!isNew) return;
    clearTimeout(hearing);
    heard.textContent = "";
    if (isProblem() || (wasProblem && name === "saved")) heard.textContent = words;
    else if (name === "saved") hearing = setTimeout(() => (heard.textContent = words), BEFORE_SAYING_SO);
  }

  // What stands in the form now, on its way to be sent.
  function take() {
    const text = new URLSearchParams(new FormData(form));
    for (const { name } of hidden) text.delete(name);
    const sent = { text: String(text), values: fields().map((one) => [one, isChosen(one) ? one.checked : one.value]) };
    unheard.push(sent);
    form.dataset.unsaved = "";
    since = null;
    return sent;
  }

  async function ask(accept, read, options) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), FOR_AN_ANSWER);
    try {
      const response = await fetch(form.action, { headers: { Accept: accept }, signal: stop.signal, ...options });
      if (response.status === 403) return { state: "closed" };
      if ([400, 413].includes(response.status)) return { state: "refused" };
      return await read(response);
    } catch {
      return { state: "unheard" };
    } finally {
      clearTimeout(late);
      stop.abort(); // An answer that nobody reads would keep the line.
    }
  }

  async function askForData(options) {
    const answer = await ask("application/json", (response) => response.json(), { redirect: "error", ...options });
    // What stands between here and the server answers too.
    return ["saved", ...PROBLEMS].includes(answer?.state) ? answer : { state: "unheard" };
  }

  function post(sent) {
    const body = new URLSearchParams(sent.text);
    for (const { name, value } of hidden) body.set(name, value);
    // The server may have these, and must not take them for somebody else's.
    const before = unheard.slice(0, unheard.indexOf(sent)).map((one) => one.text);
    for (const text of new Set(before.reverse())) {
      if (String(body).length + 2 * text.length < BEYOND_THE_PAGE) body.append("before", text);
    }
    return { method: "POST", body, keepalive: String(body).length < BEYOND_THE_PAGE };
  }

  async function deliver(sent) {
    sent.isUnderWay = true;
    let answer = await askForData(post(sent));
    if (answer.state === "closed") {
      // Once the link was opened again in another tab, this form needs a new token and no more.
      const now = await askForData();
      const isOurs = now.whose === whose.value;
      if (isOurs) document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((one) => (one.value = now.token));
      if (isOurs && now.state === "saved") answer = await askForData(post(sent));
      else if (now.state !== "saved") answer = now;
    }
    sent.isUnderWay = false;
    return arrive(sent, answer);
  }

  // Gives the answer, unless something newer counts in its place.
  function arrive(sent, answer) {
    const place = unheard.indexOf(sent);
    const isOld = place < 0 || (answer.state !== "saved" && place < unheard.length - 1);
    if (answer.state !== "unheard" && answer.state !== "saved" && place >= 0) unheard.splice(place, 1);
    if (isOld) return { state: "old" };
    if (answer.state === "saved") keep(sent, answer.revision);
    else say(answer.state, mark(answer.problems));
    goOn();
    return answer;
  }

  function keep(sent, number) {
    unheard = unheard.slice(unheard.indexOf(sent) + 1);
    revision.value = number;
    tries = 0;
    for (const [field, value] of sent.values) field[isChosen(field) ? "defaultChecked" : "defaultValue"] = value;
    if (!unheard.length) delete form.dataset.unsaved;
    document.title = title;
    mark();
    say(isUnsaved() ? "" : "saved");
  }

  // Shows what is wrong now beside each field; gives all of it as one text.
  function mark(problems = {}) {
    for (const old of document.querySelectorAll(".nhsuk-error-summary, form .nhsuk-error-message")) old.remove();
    for (const field of fields()) {
      const isWrong = field.name in problems;
      if (!isWrong && !field.hasAttribute("aria-invalid")) continue;
      const id = `${field.id}_error`;
      const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
      if (isWrong) {
        const message = document.createElement("p");
        const before = document.createElement("span");
        message.id = id;
        message.className = "nhsuk-error-message";
        before.className = "nhsuk-u-visually-hidden";
        before.textContent = sentence("error");
        message.append(before, problems[field.name].join(" "));
        field.before(message);
        described.push(id);
      }
      field.setAttribute("aria-describedby", described.join(" "));
      if (isWrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
      field.classList.toggle(`${field.classList[0]}--error`, isWrong);
      field.closest(".nhsuk-form-group")?.classList.toggle("nhsuk-form-group--error", isWrong);
    }
    return Object.values(problems).flat().join(" ");
  }

  function plan(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(wait, 0));
  }

  function goOn() {
    if (isAtRest()) return;
    if (TRY_AGAIN.includes(state)) plan(BEFORE_TRYING_AGAIN[Math.min(tries++, BEFORE_TRYING_AGAIN.length - 1)]);
    else if (unheard.length || fields().some(isChanged)) plan(AFTER_A_KEY);
  }

  function save() {
    if (unheard.some((one) => one.isUnderWay)) return; // What is newer waits.
    // What may have arrived is sent again until it is known.
    const sent = unheard[unheard.length - 1] ?? (isUnsaved() ? take() : null);
    if (!sent) return;
    if (!isProblem()) say("saving");
    deliver(sent);
  }

  // The page may be gone in a moment.
  function flush() {
    if (isAtRest() || !isUnsaved()) return;
    const last = unheard[unheard.length - 1];
    const sent = take();
    if (last?.text !== sent.text) return deliver(sent);
    unheard.pop();
    if (!last.isUnderWay) deliver(last);
  }

  async function comeBack() {
    if (isAtRest()) return;
    if (isUnsaved()) return plan(0);
    const now = await askForData();
    const isOld = now.state === "over" || (now.whose === whose.value && now.revision !== Number(revision.value));
    if (isOld && !isUnsaved()) location.reload();
  }

  // Saves what stands here, and then goes on, or stays and says why not.
  async function saveAnd(go) {
    let answer;
    isLeaving = true;
    say("saving");
    do answer = await deliver(take());
    while (answer.state === "old" || (answer.state === "saved" && isUnsaved()));
    await go(answer);
    isLeaving = false;
  }

  // Who goes elsewhere stays once to read why it cannot be saved; then only the browser's own question holds them.
  function saveFirst(event, go) {
    if (isLeaving || onlyWhenPressed || isProblem() || !isUnsaved()) return;
    event.preventDefault();
    saveAnd(({ state }) => state === "saved" && go());
  }

  // The server's page takes the place of this one once it is here. Going there could lose the words on the way.
  async function becomeThePage() {
    const page = await ask("text/html", readPage, { redirect: "manual", ...post(take()) });
    if (page.state === "saved") return press();
    if (page.state) {
      say(page.state);
      return goOn();
    }
    gone.abort();
    clearTimeout(timer);
    document.title = page.title;
    document.querySelector("main").replaceWith(page.main);
    equip(page.main);
    start();
    // An error summary takes the focus itself.
    if (page.main.contains(document.activeElement)) return;
    const heading = page.main.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus();
  }

  async function readPage(response) {
    if (response.type === "opaqueredirect") return { state: "saved" };
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const isOurs = [409, 422].includes(response.status);
    return isOurs ? { title: page.title, main: page.querySelector("main") } : { state: "unheard" };
  }

  const press = () =>
    saveAnd((answer) => {
      if (answer.state === "saved") location.assign(answer.then);
      else if (NEED_A_PERSON.includes(answer.state) || answer.problems) return becomeThePage();
    });
  on(form, "submit", (event) => {
    event.preventDefault();
    if (!isLeaving) press();
  });
  on(
    document,
    "submit",
    (event) => {
      const submitter = event.submitter ?? event.target.querySelector("button");
      if (event.target !== form) saveFirst(event, () => submitter.click());
    },
    true,
  );
  on(document, "click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.hasAttribute("data-let-go")) {
      form.reset();
      delete form.dataset.unsaved;
    } else if (!link.target && link.protocol.startsWith("http") && link.href.split("#")[0] !== location.href.split("#")[0])
      saveFirst(event, () => link.click());
  });

  if (document.querySelector(".nhsuk-error-summary")) form.dataset.unsaved = "";
  // Browsers put back words of theirs beside a newer revision.
  form.autocomplete = "off";

  if (onlyWhenPressed) return;
  if (!isUnsaved()) say("ready");
  // Typed before this script was here.
  if (fields().some(isChanged)) plan(AFTER_A_KEY);
  on(form, "input", (event) => {
    since ??= Date.now();
    if (["saved", "ready"].includes(state)) say("");
    if (isAtRest() || TRY_AGAIN.includes(state)) return;
    plan(Math.min(isChosen(event.target) ? AFTER_A_CHOICE : AFTER_A_KEY, since + AT_MOST - Date.now()));
  });
  on(document, "visibilitychange", () => (document.visibilityState === "hidden" ? flush() : comeBack()));
  on(window, "pagehide", flush);
  on(window, "beforeunload", flush);
  on(window, "pageshow", (event) => event.persisted && comeBack());
  on(window, "online", () => state === "unheard" && plan(0));
}

const start = () => document.querySelectorAll("[data-autosave]").forEach(autosave);
start();
