// Keys within the table of the queue, and only there: rows up and down, a tick, the next one. The line above says so.

for (const table of document.querySelectorAll("[data-queue]")) {
  const links = [...table.querySelectorAll("[data-queue-row]")];
  const told = document.querySelector("[data-queue-keys]");
  if (told) told.hidden = false;

  const move = (from, step) => {
    const at = links.findIndex((link) => link.closest("tr") === from);
    links[at < 0 ? 0 : Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
  };

  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const row = event.target.closest("tr");
    const does = {
      j: () => move(row, 1),
      k: () => move(row, -1),
      x: () => row?.querySelector("input[type=checkbox]")?.click(),
      n: () => document.querySelector("[data-queue-next]")?.click(),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });
}
