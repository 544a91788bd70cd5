// Asks the server about a form. Whatever stands between here and there, the answer is one of a few states.

// Milliseconds to wait.
const FOR_AN_ANSWER = 20000;

export const TRY_AGAIN = ["unheard", "closed"];
export const NEED_A_PERSON = ["changed", "over"];
export const PROBLEMS = ["refused", ...TRY_AGAIN, ...NEED_A_PERSON];

// How a form stands, or what became of words that are sent.
export async function askForData(form, options) {
  const answer = await ask(form, "application/json", readData, { redirect: "error", ...options });
  // What stands between here and the server answers too.
  return ["saved", ...PROBLEMS].includes(answer?.state) ? answer : { state: "unheard" };
}

// The page with which the server answers, as its title and main part; a state where it has none to show, with the address
// to go to where the server names one.
export const askForPage = (form, options) => ask(form, "text/html", readPage, { redirect: "manual", ...options });

async function ask(form, accept, read, options) {
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

const readData = (response) => response.json();

async function readPage(response) {
  if (response.type === "opaqueredirect") return { state: "saved" };
  if (response.headers.get("Content-Type") === "application/json") return response.json();
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const isOurs = [409, 422].includes(response.status);
  return isOurs ? { title: page.title, main: page.querySelector("main") } : { state: "unheard" };
}
