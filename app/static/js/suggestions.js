// A suggestion is ticked on the spot. Without this its button asks the server to tick it.

const offers = [...document.querySelectorAll("[data-suggested]")].map((row) => ({
  row,
  button: row.querySelector("button"),
  ticked: row.querySelector(".suggested-ticked"),
  box: document.querySelector(`input[name="${row.dataset.suggested}"][value="${CSS.escape(row.dataset.code)}"]`),
}));

function show() {
  for (const { button, ticked, box } of offers) {
    button.hidden = box.checked;
    ticked.hidden = !box.checked;
  }
}

function tick(box) {
  if (!box || box.checked) return;
  box.checked = true;
  box.closest("details.group")?.setAttribute("open", "");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const { row, button, ticked, box } of offers) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    if (row.dataset.domain) tick(document.querySelector(`input[name="domains"][value="${CSS.escape(row.dataset.domain)}"]`));
    tick(box);
    show();
    ticked.focus();
  });
}

document.addEventListener("change", show);
