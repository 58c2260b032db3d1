// While an amount is typed: what it is in EUR, by the server's own rules. Without this it is shown once the section is saved.

const PAUSE = 400; // milliseconds without a key
const NAMES = ["amount", "currency", "year", "type"];

for (const list of document.querySelectorAll("[data-row-values]")) {
  let timer;
  let asked = null;
  const total = list.querySelector("[data-rows-total]");
  const rows = () => [...list.querySelectorAll("[data-rows-list] > [data-row]")];
  const note = (row) => row.querySelector("[data-row-note]");
  const typed = (row, name) => row.querySelector(`[name="${list.dataset.rows}-${row.dataset.row}-${name}"]`)?.value ?? "";
  const show = (place, text) => { if (place.textContent !== text) place.textContent = text; };

  const ask = async () => {
    const address = new URL(list.dataset.rowValues, location.href);
    const lines = rows();
    for (const row of lines) for (const name of NAMES) address.searchParams.append(name, typed(row, name));
    asked?.abort();
    asked = new AbortController();
    try {
      const response = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) return;
      const told = await response.json();
      lines.forEach((row, index) => show(note(row), told.lines[index] ?? ""));
      show(total, told.total);
    } catch {
      // a lost line or a newer question: a line that was changed says nothing rather than something old
    }
  };

  const later = (row) => {
    asked?.abort();
    if (row) show(note(row), "");
    show(total, "");
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };

  list.addEventListener("input", (event) => later(event.target.closest("[data-row]")));
  list.addEventListener("click", (event) => {
    if (event.target.closest("[data-rows-remove]")) queueMicrotask(() => later(null));
  });
}
