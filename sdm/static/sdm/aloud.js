// "Read it to me": reads what is marked with `data-read` aloud, sentence by sentence, with a voice of the browser's own.
// Without such a voice there is no button. A voice from elsewhere would send a patient's page to somebody: it is not used.
const BLOCKS = "h1, h2, h3, p, li, dt, dd, summary";

const speech = window.speechSynthesis;
const panel = document.querySelector("[data-aloud]");
const leaflet = document.querySelector('[data-read="leaflet"]');
if (speech && panel && leaflet) ready(panel.querySelector("button"), panel.querySelector("button + button"));

function ready(start, stop) {
  const says = panel.dataset;
  const status = panel.querySelector("[role=status]");
  const startWords = start.textContent;
  let left = null; // The sentences that are still to be read; null while nothing is.
  let now = null; // The one that is being read, or where it was paused.
  let heard = null; // What the browser is saying.

  function show(words, button, isStopped) {
    status.textContent = words;
    start.textContent = button;
    stop.hidden = isStopped;
  }
  function hush() {
    heard = null; // What is cut off ends, too; nobody listens to it any more.
    speech.cancel();
  }
  function end(words) {
    if (document.activeElement === stop) start.focus();
    hush();
    left = null;
    mark(null);
    show(words, startWords, true);
  }
  function goOn() {
    const next = left.next();
    if (next.done) return end(says.finished);
    now = next.value;
    say();
  }
  function say() {
    const words = new SpeechSynthesisUtterance(now.text);
    words.voice = now.voice;
    words.lang = now.voice.lang;
    words.onend = () => words === heard && goOn();
    words.onerror = () => words === heard && end(says.stopped);
    heard = words;
    mark(now);
    speech.speak(words);
  }

  start.addEventListener("click", () => {
    if (heard) {
      hush(); // Some phones cannot pause: the sentence is read again from its beginning.
      return show(says.paused, says.goOn, false);
    }
    show(says.reading, says.pause, false);
    if (left) return say();
    left = sentences();
    goOn();
  });
  stop.addEventListener("click", () => end(says.stopped));
  addEventListener("pagehide", () => left && end(""));

  // Of two languages beside each other the first is read; the words on the page can be in another than the page.
  const first = [...leaflet.querySelectorAll(BLOCKS)].find((one) => !one.closest("[data-not-read]")) ?? leaflet;
  const offer = () => (panel.hidden = !voiceFor(first));
  speech.addEventListener?.("voiceschanged", offer);
  offer();
}

// The voice for some words, in their own language: of the same country if there is one.
function voiceFor(element) {
  const wanted = element.closest("[lang]").lang.toLowerCase();
  const languages = (voice) => voice.lang.toLowerCase().replace("_", "-");
  const own = speech.getVoices().filter((voice) => voice.localService);
  return (
    own.find((voice) => languages(voice) === wanted) ??
    own.find((voice) => languages(voice).split("-")[0] === wanted.split("-")[0])
  );
}

// What there is to read, looked up as the reading gets there: a note is read where it is open by then.
function* sentences() {
  for (const root of document.querySelectorAll("[data-read]")) {
    for (const block of root.matches(BLOCKS) ? [root] : root.querySelectorAll(BLOCKS)) {
      const voice = isRead(block) && voiceFor(block);
      if (!voice) continue;
      for (const [start, text] of cut(block)) if (text.trim()) yield { block, voice, start, text };
    }
  }
}

function isRead(block) {
  const note = block.closest("details");
  const isThere = block.getClientRects().length > 0 && !block.closest("[data-not-read]");
  return isThere && (!note || note.open) && !block.querySelector(BLOCKS);
}

function cut(block) {
  const text = block.textContent;
  if (!Intl.Segmenter) return [...text.matchAll(/[^.!?]+[.!?]*\s*/g)].map((one) => [one.index, one[0]]);
  const segmenter = new Intl.Segmenter(block.closest("[lang]").lang, { granularity: "sentence" });
  return [...segmenter.segment(text)].map((one) => [one.index, one.segment]);
}

// The sentence that is being read stands out, where the browser can do that without touching the words.
function mark(sentence) {
  if (!CSS.highlights) return;
  CSS.highlights.delete("sdm-aloud");
  if (sentence) CSS.highlights.set("sdm-aloud", new Highlight(rangeOf(sentence)));
}

function rangeOf({ block, start, text }) {
  const range = new Range();
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let at = 0;
  while (walker.nextNode()) {
    const { length } = walker.currentNode;
    if (start >= at && start < at + length) range.setStart(walker.currentNode, start - at);
    const end = start + text.trimEnd().length;
    if (end > at && end <= at + length) range.setEnd(walker.currentNode, end - at);
    at += length;
  }
  return range;
}
