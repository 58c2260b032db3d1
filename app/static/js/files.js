// A chosen file is looked at before it is sent: one that is too large is refused here, not after its way over the line.
// Its name only gives a hint: what it is, its content decides at the server. Without this the server says the same, later.

for (const part of document.querySelectorAll("[data-file-check]")) {
  const input = part.querySelector("input[type=file]");
  const question = part.querySelector(".question");
  const note = document.createElement("p");
  note.id = `${input.id}-checked`;
  note.setAttribute("role", "alert");
  const before = input.getAttribute("aria-describedby") ?? "";
  question.querySelector(".control").before(note);
  let tooLarge = false;

  const look = () => {
    const file = input.files[0];
    const kinds = part.dataset.kinds.split(",");
    tooLarge = Boolean(file) && file.size > Number(part.dataset.most);
    const other = Boolean(file) && !tooLarge && !kinds.some((kind) => file.name.toLowerCase().endsWith(kind));
    const text = tooLarge ? part.dataset.tooLarge : other ? part.dataset.other : "";
    note.textContent = text.replace("{name}", file?.name ?? "");
    note.className = tooLarge ? "message" : other ? "help" : "";
    question.classList.toggle("is-wrong", tooLarge);
    if (tooLarge) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    input.setAttribute("aria-describedby", `${before} ${note.id}`.trim());
  };

  // Before every other listener: a form that is not sent goes on saving itself.
  document.addEventListener("submit", (event) => {
    if (!tooLarge || event.submitter?.formEnctype !== "multipart/form-data") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    input.focus();
  }, true);

  input.addEventListener("change", look);
  look();
}
