// A chosen phrase is added to the question at once; without this it is added when the page is sent.

for (const list of document.querySelectorAll("[data-phrase-for]")) {
  const field = document.getElementById(list.dataset.phraseFor);
  list.addEventListener("change", () => {
    if (!list.value) return;
    const phrase = list.options[list.selectedIndex].text;
    field.value = field.value.trim() ? `${field.value.trimEnd()}\n${phrase}` : phrase;
    list.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
