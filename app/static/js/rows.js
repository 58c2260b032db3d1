// Repeating rows: add and remove without a round trip. Without this the same buttons ask the server.

const NUMBERED = ["id", "name", "for", "value", "aria-describedby", "aria-labelledby", "data-count-for", "data-row"];

// Gives every attribute and every visible number of a row its new place in the list.
function renumber(row, name, index) {
  const old = row.dataset.row;
  const number = String(index + 1);
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of NUMBERED) {
      const value = element.getAttribute(attribute);
      if (value === null || (attribute === "value" && element.name !== "rows")) continue;
      const moved = value
        .split(" ")
        .map((word) => {
          for (const mark of ["-", ":"]) {
            const at = word.indexOf(`${name}${mark}${old}`);
            const end = at + name.length + 1 + old.length;
            if (at >= 0 && (end === word.length || "-:".includes(word[end]))) {
              return `${word.slice(0, at)}${name}${mark}${index}${word.slice(end)}`;
            }
          }
          return word;
        })
        .join(" ");
      if (moved !== value) element.setAttribute(attribute, moved);
    }
    if (element.hasAttribute("data-row-number")) element.textContent = number;
  }
  row.dataset.row = String(index);
}

for (const field of document.querySelectorAll("[data-rows]")) {
  const name = field.dataset.rows;
  const list = field.querySelector("[data-rows-list]");
  const blank = field.querySelector("[data-rows-blank]");
  const add = field.querySelector("[data-rows-add]");
  const rows = () => [...list.querySelectorAll(":scope > [data-row]")];

  add.addEventListener("click", (event) => {
    if (!blank) return;
    event.preventDefault();
    const row = blank.content.firstElementChild.cloneNode(true);
    renumber(row, name, rows().length);
    list.append(row);
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rows-remove]");
    if (!button || !blank) return;
    event.preventDefault();
    const row = button.closest("[data-row]");
    const at = rows().indexOf(row);
    row.remove();
    rows().forEach((left, index) => renumber(left, name, index));
    (rows()[Math.min(at, rows().length - 1)] ?? add).focus();
  });
}
