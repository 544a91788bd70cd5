// Leaves a page only once its words are safe, or its reader has been told that they are not.
import { NEED_A_PERSON, askForData, askForPage } from "./asking.js";
import { equip, isSafe } from "../sdm.js";

export class Leaving {
  // `start` wires up the forms of a page that has taken the place of this one.
  constructor(saving, gone, start) {
    Object.assign(this, { saving, gone, start, isLeaving: false });
  }

  // The button saves, and then goes on; where a person has to choose or mend something, the server's page says so.
  // Where more stands in a form than is saved in passing, the server is sent all of it, with the button.
  async press(submitter) {
    if ("whole" in this.saving.form.dataset) return this.becomeThePage(submitter);
    await this.saveAnd((answer) => {
      if (answer.state === "saved") location.assign(answer.then);
      else if (NEED_A_PERSON.includes(answer.state) || answer.problems) return this.becomeThePage();
    });
  }

  // Saves what stands here, and then goes on, or stays and says why not.
  async saveAnd(go) {
    const { saving } = this;
    let answer;
    this.isLeaving = true;
    saving.saying.say("saving");
    do answer = await saving.deliver(saving.take());
    while (answer.state === "old" || (answer.state === "saved" && saving.written.isUnsaved));
    await go(answer);
    this.isLeaving = false;
  }

  // Who goes elsewhere stays once to read why it cannot be saved; then only the browser's own question holds them.
  saveFirst(event, go) {
    const { onlyWhenPressed, saying, written } = this.saving;
    if (this.isLeaving || onlyWhenPressed || saying.isProblem || !written.isUnsaved) return;
    event.preventDefault();
    this.saveAnd(({ state }) => state === "saved" && go());
  }

  follow(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.hasAttribute("data-let-go")) this.saving.written.letGo();
    else if (leadsElsewhere(link)) this.saveFirst(event, () => link.click());
  }

  // The server's page takes the place of this one once it is here. Going there could lose the words on the way.
  async becomeThePage(submitter) {
    const { saving } = this;
    this.isLeaving = true;
    const page = await this.askForPage(submitter);
    this.isLeaving = false;
    if (page.then) return this.goOnTo(page.then);
    if (page.state === "saved") return this.press();
    if (page.state) {
      saving.saying.say(page.state);
      return saving.goOn();
    }
    this.gone.abort();
    saving.end();
    document.title = page.title;
    document.querySelector("main").replaceWith(page.main);
    equip(page.main);
    this.start();
    bringFocusTo(page.main);
  }

  async askForPage(submitter) {
    const { saving } = this;
    const sent = saving.take();
    const ask = () => {
      const post = saving.written.post(sent);
      if (submitter?.name) post.body.set(submitter.name, submitter.value);
      return askForPage(saving.form, post);
    };
    sent.isUnderWay = true;
    let page = await ask();
    if (page.state === "closed" && (await saving.howItStands()).state === "saved") page = await ask();
    sent.isUnderWay = false;
    return page;
  }

  // All of it is saved, so nobody has to be asked whether they want to leave.
  goOnTo(address) {
    this.gone.abort();
    this.saving.end();
    this.saving.written.settle();
    isSafe(this.saving.form);
    location.assign(address);
  }

  // The page may be gone in a moment.
  flush() {
    const { saving } = this;
    if (saving.isAtRest || !saving.written.isUnsaved) return;
    const { last } = saving.written;
    const sent = saving.take();
    if (last?.text !== sent.text) return saving.deliver(sent);
    saving.written.unheard.pop();
    if (!last.isUnderWay) saving.deliver(last);
  }

  async comeBack() {
    const { saving } = this;
    if (saving.isAtRest) return;
    if (saving.written.isUnsaved) return saving.plan(0);
    const now = await askForData(saving.form);
    const isOlder = saving.isOurs(now) && saving.written.isOlderThan(now);
    if ((now.state === "over" || isOlder) && !saving.written.isUnsaved && !saving.written.isTypedByHand) location.reload();
  }
}

const leadsElsewhere = (link) =>
  !link.target && link.protocol.startsWith("http") && link.href.split("#")[0] !== location.href.split("#")[0];

function bringFocusTo(main) {
  // An error summary takes the focus itself.
  if (main.contains(document.activeElement)) return;
  const heading = main.querySelector("h1");
  heading.tabIndex = -1;
  heading.focus();
}
