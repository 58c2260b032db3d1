// Everything here is a convenience: without it each page reads, filters and submits all the same.

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// Dropped panels close on Escape and on a click elsewhere; only one is open at a time.
const dropped = () => document.querySelectorAll("details[data-drop][open]");

document.addEventListener("click", (event) => {
  for (const details of dropped()) {
    if (!details.contains(event.target)) details.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const details of dropped()) {
    details.open = false;
    details.querySelector("summary").focus();
  }
});

// A long list of choices: find in it as you type.
for (const list of document.querySelectorAll("[data-filter]")) {
  const box = list.querySelector(".filter-box");
  const input = box.querySelector("input");
  const said = box.querySelector("[data-text]");
  const groups = [...list.querySelectorAll("details.group")].map((details) => ({ details, open: details.open }));
  const items = [...list.querySelectorAll(".options li")].map((item) => ({ item, text: plain(item.textContent) }));

  box.hidden = false;
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  input.addEventListener("input", () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    for (const { item, text } of items) item.hidden = !words.every((word) => text.includes(word));
    for (const group of groups) {
      const found = group.details.querySelector("li:not([hidden])") !== null;
      group.details.hidden = !found;
      group.details.open = words.length ? found : group.open;
    }
    const shown = items.filter(({ item }) => !item.hidden).length;
    said.textContent = words.length ? said.dataset.text.replace("{n}", shown).replace("{total}", items.length) : "";
  });
}

// How many characters are used; said aloud only when the limit is near.
for (const count of document.querySelectorAll("[data-count-for]")) {
  const field = document.getElementById(count.dataset.countFor);
  const format = new Intl.NumberFormat(document.documentElement.lang);
  const max = Number(count.dataset.max);
  const show = () => {
    const used = field.value.length;
    count.textContent = count.dataset.text.replace("{n}", format.format(used));
    count.classList.toggle("is-over", used > max);
    if (used > max * 0.95) count.setAttribute("role", "status");
    else count.removeAttribute("role");
  };
  field.addEventListener("input", show);
  if (field.value) show();
}

// What was typed and not sent is not thrown away by a link or the language button without asking.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let typed = false;
  form.addEventListener("input", () => { typed = true; });
  for (const event of ["submit", "saved"]) form.addEventListener(event, () => { typed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });
}

document.querySelector("[data-focus]")?.focus();
