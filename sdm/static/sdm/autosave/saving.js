// Saves a form: when somebody pauses, again where nobody answered, and not at all where a person has to choose.
import { NEED_A_PERSON, TRY_AGAIN, askForData } from "./asking.js";
import { Saying } from "./saying.js";
import { Written } from "./written.js";
import { isChosen } from "../sdm.js";

// Milliseconds to wait.
const AFTER_A_KEY = 1500;
const AFTER_A_CHOICE = 300; // Arrow keys pass through several.
const AT_MOST = 10000; // While somebody types on and on.
const BEFORE_TRYING_AGAIN = [2000, 4000, 8000, 15000, 30000];

const title = document.title;

export class Saving {
  constructor(form) {
    this.form = form;
    this.written = new Written(form);
    this.saying = new Saying(form);
    // Where two texts stand side by side, the patient chooses.
    this.onlyWhenPressed = form.dataset.autosave !== "";
    this.isOver = false;
    this.tries = 0;
  }

  get isAtRest() {
    return this.onlyWhenPressed || this.isOver || NEED_A_PERSON.includes(this.saying.state);
  }

  isOurs(answer) {
    return answer.whose === this.form.elements.whose.value;
  }

  begin() {
    this.saying.say(this.written.isUnsaved ? "" : "ready");
    // Typed before this script was here.
    if (this.written.isChanged) this.plan(AFTER_A_KEY);
  }

  end() {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  plan(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Math.max(wait, 0));
  }

  hasChanged(field) {
    this.since ??= Date.now();
    if (["saved", "ready"].includes(this.saying.state)) this.saying.say("");
    if (this.isAtRest || TRY_AGAIN.includes(this.saying.state)) return;
    this.plan(Math.min(isChosen(field) ? AFTER_A_CHOICE : AFTER_A_KEY, this.since + AT_MOST - Date.now()));
  }

  goOn() {
    if (this.isAtRest) return;
    if (TRY_AGAIN.includes(this.saying.state)) this.plan(this.nextTry());
    else if (this.written.unheard.length || this.written.isChanged) this.plan(AFTER_A_KEY);
  }

  nextTry() {
    return BEFORE_TRYING_AGAIN[Math.min(this.tries++, BEFORE_TRYING_AGAIN.length - 1)];
  }

  take() {
    this.since = null;
    return this.written.take();
  }

  save() {
    const { written, saying } = this;
    if (written.unheard.some((one) => one.isUnderWay)) return; // What is newer waits.
    // What may have arrived is sent again until it is known.
    const sent = written.last ?? (written.isUnsaved ? this.take() : null);
    if (!sent) return;
    if (!saying.isProblem) saying.say("saving");
    this.deliver(sent);
  }

  // Sends it and gives the answer; "old" where something newer counts in its place.
  async deliver(sent) {
    sent.isUnderWay = true;
    let answer = await askForData(this.form, this.written.post(sent));
    if (answer.state === "closed") {
      answer = await this.howItStands();
      if (answer.state === "saved") answer = await askForData(this.form, this.written.post(sent));
    }
    sent.isUnderWay = false;
    return this.arrive(sent, answer);
  }

  // Once somebody is let in again in another tab, this form needs a new token and no more.
  async howItStands() {
    const now = await askForData(this.form);
    if (!this.isOurs(now)) return now.state === "saved" ? { state: "closed" } : now;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((one) => (one.value = now.token));
    return now;
  }

  arrive(sent, answer) {
    if (!this.written.hear(sent, answer)) return { state: "old" };
    this.written.sees(answer);
    if (answer.state === "saved") this.keep(sent);
    else this.saying.say(answer.state, this.saying.mark(this.written.fields, answer.problems));
    this.goOn();
    return answer;
  }

  keep(sent) {
    this.written.keep(sent);
    this.tries = 0;
    document.title = title;
    this.saying.mark(this.written.fields);
    this.saying.say(this.written.isUnsaved ? "" : "saved");
  }
}
