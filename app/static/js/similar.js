// While a title is typed: published initiatives like it. Without this they are shown once the title is saved.

const PAUSE = 400; // milliseconds without a key
const SHORTEST = 4;

for (const box of document.querySelectorAll("[data-similar]")) {
  const fields = ["title", "title_en", "title_fr"]
    .map((name) => document.getElementById(name))
    .filter((field) => field !== null);
  let timer;
  let asked = null;

  const ask = async () => {
    const address = new URL(box.dataset.similar, location.href);
    for (const field of fields) {
      const title = field.value.trim();
      if (title.length >= SHORTEST) address.searchParams.append("title", title);
    }
    asked?.abort();
    asked = new AbortController();
    try {
      const response = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (response.ok) box.innerHTML = (await response.json()).html; // written, and escaped, by the server
    } catch {
      // a lost line or a newer question: what stands there stays
    }
  };

  for (const field of fields) {
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
  }
}
