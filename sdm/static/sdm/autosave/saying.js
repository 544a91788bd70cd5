// Says how a form stands: shown at once, given to a screen reader when somebody rests, and beside each field that is wrong.
import { PROBLEMS } from "./asking.js";

// Milliseconds to wait: when somebody rests, not after every word.
const BEFORE_SAYING_SO = 2500;

export class Saying {
  constructor(form) {
    this.form = form;
    this.shown = form.querySelector("[data-shown]");
    this.heard = form.querySelector("[data-heard]");
    this.sentences = form.querySelector("template").content;
    // The name of the sentence that is shown, or "" while somebody writes.
    this.state = "";
  }

  get isProblem() {
    return PROBLEMS.includes(this.state);
  }

  sentence(name) {
    return this.sentences.querySelector(`[data-when="${name}"]`)?.textContent ?? "";
  }

  say(name, more = "") {
    const words = `${this.sentence(name)} ${more}`.trim();
    const before = { state: this.state, isProblem: this.isProblem };
    this.state = name;
    this.shown.textContent = words;
    this.shown.classList.toggle("sdm-saving--problem", this.isProblem);
    // What somebody writes in is not to lie below the warning.
    const field = document.activeElement;
    if (this.isProblem && !before.isProblem && this.form.contains(field)) field.scrollIntoView({ block: "nearest" });
    if (name !== before.state) this.giveToHear(words, before.isProblem);
  }

  giveToHear(words, wasProblem) {
    clearTimeout(this.hearing);
    this.heard.textContent = "";
    const hear = () => (this.heard.textContent = words);
    if (this.isProblem || (wasProblem && this.state === "saved")) hear();
    else if (this.state === "saved") this.hearing = setTimeout(hear, BEFORE_SAYING_SO);
  }

  // Shows what is wrong now beside each of these fields; gives all of it as one text.
  mark(fields, problems = {}) {
    const byHand = document.querySelector("[data-by-hand] .nhsuk-error-message");
    for (const old of document.querySelectorAll(".nhsuk-error-summary, form .nhsuk-error-message")) {
      if (!byHand || !old.closest("[data-by-hand], .nhsuk-error-summary")) old.remove();
    }
    for (const field of fields) {
      const isWrong = field.name in problems;
      if (isWrong || field.hasAttribute("aria-invalid")) this.markOne(field, isWrong ? problems[field.name] : null);
    }
    return Object.values(problems).flat().join(" ");
  }

  // `wrong` is what is wrong with the field, or null.
  markOne(field, wrong) {
    const id = `${field.id}_error`;
    const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
    if (wrong) {
      field.before(this.message(id, wrong.join(" ")));
      described.push(id);
    }
    field.setAttribute("aria-describedby", described.join(" "));
    if (wrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    field.classList.toggle(`${field.classList[0]}--error`, wrong !== null);
    field.closest(".nhsuk-form-group")?.classList.toggle("nhsuk-form-group--error", wrong !== null);
  }

  message(id, words) {
    const message = document.createElement("p");
    const before = document.createElement("span");
    message.id = id;
    message.className = "nhsuk-error-message";
    before.className = "nhsuk-u-visually-hidden";
    before.textContent = this.sentence("error");
    message.append(before, words);
    return message;
  }
}
