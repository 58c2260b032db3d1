// While an amount is typed: what it is in EUR, by the server's own rules. Without this it is shown once the section is saved.

const PAUSE = 400; // milliseconds without a key
const LONGEST = 2000; // characters of an address: a server refuses, or cuts, a much longer one
const NAMES = ["amount", "currency", "year", "type"];

for (const list of document.querySelectorAll("[data-row-values]")) {
  let timer;
  let asked = null;
  const total = list.querySelector("[data-rows-total]");
  const rows = () => [...list.querySelectorAll("[data-rows-list] > [data-row]")];
  const note = (row) => row.querySelector("[data-row-note]");
  const typed = (row, name) => row.querySelector(`[name="${list.dataset.rows}-${row.dataset.row}-${name}"]`)?.value ?? "";
  const show = (place, text) => { if (place.textContent !== text) place.textContent = text; };

  // few lines are asked for by an address, whose answer the browser keeps; many are sent along
  const question = (lines) => {
    const address = new URL(list.dataset.rowValues, location.href);
    const values = new URLSearchParams();
    for (const row of lines) for (const name of NAMES) values.append(name, typed(row, name));
    if (values.toString().length > LONGEST) {
      values.append("csrf_token", list.closest("form").elements["csrf_token"].value);
      return [address, { method: "POST", body: values }];
    }
    for (const [name, value] of values) address.searchParams.append(name, value);
    return [address, {}];
  };

  const ask = async () => {
    const lines = rows();
    asked?.abort();
    asked = new AbortController();
    const [address, how] = question(lines);
    try {
      const response = await fetch(address, { ...how, signal: asked.signal, headers: { Accept: "application/json" } });
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
