// A section saves itself while it is typed in. What cannot be sent is kept on this computer, sent when the line returns,
// and offered again when the page is opened anew. Without this the Save button does the same, only later.

const PREFIX = "typed:";
const OFFERED = "offered:";
const PAUSE = 1500;
const AGAIN = 10_000;
const TELL = 60_000;
// A refusal of these kinds comes again however often it is tried.
const FINAL = [401, 403, 404, 409];
const SENT_APART = ["file", "label"]; // of a document, with its own button

const store = {
  get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
  drop: (key) => { try { localStorage.removeItem(key); } catch { /* then nothing was kept */ } },
};

// The page after a save names the section: nothing of it is on this computer only any more.
function forgetSaved() {
  const section = new URLSearchParams(location.search).get("saved");
  const reference = location.pathname.split("/")[2];
  if (!section) return;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(`${PREFIX}${reference}/${section}/`)) store.drop(key);
  }
}

try { forgetSaved(); } catch { /* a browser that keeps nothing has nothing to forget */ }

const said = document.querySelector("[data-autosave]");
const form = document.getElementById("section");
if (said && form) watch(said, form);

function watch(said, form) {
  const key = PREFIX + said.dataset.place;
  const language = document.documentElement.lang === "fr" ? "fr-FR" : "en-GB";
  const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  let timer = null;
  let sending = false;
  let changed = false;
  let stopped = !said.dataset.autosave;

  const own = (name) => ![...SENT_APART, "csrf_token", "sitting", "seen", "base", "writer"].includes(name) && !/^(keep|label|was)-/.test(name);
  const answers = () => [...new FormData(form)].filter(([name]) => own(name));
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const line = said.querySelector("[data-autosave-text]");
  const say = (text, wrong = false) => {
    line.textContent = text.replace("{time}", clock.format(new Date()));
    said.classList.toggle("is-wrong", wrong);
  };
  const keep = () => store.set(key, { at: Date.now(), seen: form.elements.seen.value, answers: answers() });
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };

  function typed() {
    changed = true;
    keep();
    if (!stopped) later(PAUSE);
  }

  async function post(address) {
    const body = new URLSearchParams(new FormData(form));
    return fetch(address, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
  }

  async function send() {
    if (sending || stopped || !changed) return;
    sending = true;
    changed = false;
    const sent = answers();
    try {
      const response = await post(said.dataset.autosave);
      if (response.ok) saved(await response.json(), sent);
      else if (response.status >= 500 || response.status === 429) unsent();
      else await refused(response);
    } catch {
      unsent();
    } finally {
      sending = false;
    }
    if (changed && !stopped) later(PAUSE);
  }

  function saved(answer, sent) {
    form.elements.seen.value = answer.seen;
    say(answer.state === "saved" ? said.dataset.saved : said.dataset.keptAsTyped);
    others(answer.others);
    if (!same(sent, answers())) return;
    store.drop(key);
    form.dispatchEvent(new Event("saved"));
  }

  function unsent() {
    changed = true;
    say(said.dataset.notSent, true);
    later(AGAIN);
  }

  // The server says why in its own words; without them its status has to do.
  async function refused(response) {
    stopped = true;
    changed = true;
    let told = "";
    try { told = (await response.json()).told; } catch { /* a page, not an answer of ours */ }
    const plain = { 401: said.dataset.ended, 413: said.dataset.tooLarge };
    say(plain[response.status] ?? (told || said.dataset.refused), true);
  }

  function others(names) {
    const line = document.querySelector("[data-others]");
    const text = names.length > 1 ? line.dataset.many : line.dataset.one;
    line.hidden = !names.length;
    line.textContent = names.length ? text.replace("{names}", names.join(", ")) : "";
  }

  async function tell() {
    if (document.hidden) return;
    try {
      const response = await post(said.dataset.open);
      if (response.ok) others((await response.json()).others);
      else if (FINAL.includes(response.status) && !stopped) await refused(response);
    } catch { /* the line is gone; the next minute asks again */ }
  }

  function offer(kept) {
    const box = document.querySelector("[data-kept]");
    const title = box.querySelector("[data-text]");
    const moment = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(new Date(kept.at));
    title.textContent = title.dataset.text.replace("{time}", moment);
    box.hidden = false;
    box.querySelector("[data-kept-use]").addEventListener("click", () => {
      store.set(key, kept);
      offered.pop();
      remember();
      show(kept);
    });
    box.querySelector("[data-kept-drop]").addEventListener("click", () => {
      offered.pop();
      remember();
      box.hidden = true;
    });
  }

  function remember() {
    if (offered.length) store.set(OFFERED + key, offered.slice(-3));
    else store.drop(OFFERED + key);
  }

  // The server draws the form with the kept text in it, rows and all; nothing is saved by this.
  function show(kept) {
    const again = document.createElement("form");
    again.method = "post";
    again.action = form.action;
    const fixed = [["csrf_token", form.elements.csrf_token.value], ["seen", kept.seen], ["rows", "show"]];
    for (const [name, value] of [...fixed, ...kept.answers]) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      again.append(input);
    }
    document.body.append(again);
    again.submit();
  }

  // What was kept is offered apart from what is typed from now on, until it is used or thrown away.
  const offered = (store.get(OFFERED + key) ?? []).filter((copy) => !same(copy.answers, answers()));
  const kept = store.get(key);
  if ("unsaved" in said.dataset) {
    if (stopped) keep();
    else typed();
  } else {
    if (kept && !same(kept.answers, answers())) offered.push(kept);
    store.drop(key);
    remember();
    if (offered.length) offer(offered.at(-1));
  }

  form.addEventListener("input", typed);
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-rows-remove]")) queueMicrotask(typed);
  });
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); });
  window.addEventListener("online", () => { if (changed && !stopped) later(0); });
  setInterval(tell, TELL);
  tell();
}
