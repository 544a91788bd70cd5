// What stands in a form: what of it is saved, what was sent, and how it is sent.
import { isChanged, isChosen } from "../sdm.js";

// What browsers send for a page that is gone, in characters.
const BEYOND_THE_PAGE = 60000;

export class Written {
  constructor(form) {
    this.form = form;
    this.hidden = form.querySelectorAll("input[type=hidden]");
    // What was sent and may have arrived, oldest first.
    this.unheard = [];
  }

  // What stands in a [data-by-hand] is saved by a button only.
  get fields() {
    return this.boxes.filter((one) => !one.closest("[data-by-hand]"));
  }

  get boxes() {
    return [...this.form.querySelectorAll("textarea, input:not([type=hidden])")];
  }

  get isTypedByHand() {
    return this.boxes.some(isChanged);
  }

  get isChanged() {
    return this.fields.some(isChanged);
  }

  get isUnsaved() {
    return "unsaved" in this.form.dataset || this.isChanged;
  }

  get last() {
    return this.unheard[this.unheard.length - 1];
  }

  // What stands in the form now, on its way to be sent.
  take() {
    const text = new URLSearchParams(new FormData(this.form));
    for (const { name } of this.hidden) text.delete(name);
    if (this.pressed?.name) text.set(this.pressed.name, this.pressed.value);
    const values = this.fields.map((one) => [one, isChosen(one) ? one.checked : one.value]);
    const sent = { text: String(text), values };
    this.unheard.push(sent);
    this.form.dataset.unsaved = "";
    return sent;
  }

  // How it is asked for that this be saved.
  post(sent) {
    const body = new URLSearchParams(sent.text);
    for (const { name, value } of this.hidden) body.set(name, value);
    for (const text of this.before(sent)) {
      if (String(body).length + 2 * text.length < BEYOND_THE_PAGE) body.append("before", text);
    }
    return { method: "POST", body, keepalive: String(body).length < BEYOND_THE_PAGE };
  }

  // The server may have these, and must not take them for somebody else's; the newest first.
  before(sent) {
    const older = this.unheard.slice(0, this.unheard.indexOf(sent));
    return new Set(older.map((one) => one.text).reverse());
  }

  // Takes note of what became of it; false where something newer counts in its place.
  hear(sent, { state }) {
    const place = this.unheard.indexOf(sent);
    const isLast = place === this.unheard.length - 1;
    if (place >= 0 && !["unheard", "saved"].includes(state)) this.unheard.splice(place, 1);
    return place >= 0 && (state === "saved" || isLast);
  }

  // Takes note of what stands on the server as it stands here: by the name of its field, or the one there is.
  // And of the parts in which a phrase stands that nobody has changed.
  sees({ revision, revisions = revision === undefined ? {} : { revision }, standard }) {
    for (const [name, value] of Object.entries(revisions)) this.form.elements[name].value = value;
    if (!standard) return;
    for (const mark of this.form.querySelectorAll("[data-standard]")) mark.hidden = !standard.includes(mark.dataset.standard);
  }

  isOlderThan({ revision, revisions = { revision } }) {
    return Object.entries(revisions).some(([name, value]) => Number(this.form.elements[name].value) !== value);
  }

  // What was sent is saved, and so is all that was sent before it.
  keep(sent) {
    this.unheard = this.unheard.slice(this.unheard.indexOf(sent) + 1);
    for (const [field, value] of sent.values) keepAs(field, value);
    if (!this.unheard.length) delete this.form.dataset.unsaved;
  }

  // All of it is saved, what is saved by hand too.
  settle() {
    this.form.querySelectorAll("[data-by-hand]").forEach((one) => (one.dataset.byHand = ""));
    for (const one of this.boxes) keepAs(one, isChosen(one) ? one.checked : one.value);
    delete this.form.dataset.unsaved;
  }

  letGo() {
    this.form.reset();
    delete this.form.dataset.unsaved;
  }
}

const keepAs = (field, value) => (field[isChosen(field) ? "defaultChecked" : "defaultValue"] = value);
