/* <coding-desk>: single keys on the pages of an exercise. j and k go to the next and the previous section; x takes the
   selected words into the form and goes to the list of codes, . puts the last code on them. They keep to the switch of
   the reading view (key-commands.js) and to the person's preference, and never fire while someone types. */
const SWITCH = "tipportal.keys";

class CodingDesk extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    if (off()) return;
    for (const told of this.querySelectorAll("[data-keys]")) told.hidden = false;
    const { signal } = this.stop;
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.addEventListener("input", (event) => this.typed(event), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  get picker() {
    return this.querySelector("code-picker");
  }

  pressed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (typing(event.target)) return;
    const command = {
      j: () => this.follow("next"),
      k: () => this.follow("prev"),
      x: () => this.choose(),
      ".": () => this.again(),
    };
    if (!(event.key in command) || !command[event.key]()) return;
    event.preventDefault();
  }

  follow(rel) {
    const link = this.querySelector(`a[rel="${rel}"]`);
    link?.click();
    return Boolean(link);
  }

  choose() {
    if (!this.picker) return false;
    this.take();
    this.picker.start();
    return true;
  }

  again() {
    if (!this.picker) return false;
    this.take();
    this.picker.again();
    return true;
  }

  /* Words that somebody types stand wherever the server finds them. */
  typed({ target }) {
    if (target.name === "quote") this.picker.form.elements.start.value = "";
  }

  /* The selected words, and where they begin, into the form; without a selection what stands there stays. */
  take() {
    const passage = selected(this.querySelector("[data-clean-text]"));
    const form = this.picker.form;
    if (!passage || !form) return;
    form.elements.quote.value = passage.words;
    form.elements.start.value = passage.start;
  }
}

/* The selected words of the text and their offset in it; null where none of it is selected. */
function selected(text) {
  const selection = getSelection();
  if (selection.isCollapsed || !text?.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const blocks = [...text.querySelectorAll("[data-start]")].filter((block) => range.intersectsNode(block));
  const parts = blocks.map((block) => part(range, block)).filter((one) => one.words.trim());
  if (!parts.length) return null;
  const blank = parts[0].words.length - parts[0].words.trimStart().length;
  const start = parts[0].start + [...parts[0].words.slice(0, blank)].length;
  return { start, words: parts.map((one) => one.words.trim()).join("\n") };
}

function part(range, block) {
  const inside = document.createRange();
  inside.selectNodeContents(block);
  const before = inside.cloneRange();
  if (inside.comparePoint(range.startContainer, range.startOffset) > -1) {
    inside.setStart(range.startContainer, range.startOffset);
    before.setEnd(range.startContainer, range.startOffset);
  } else before.collapse(true);
  if (inside.comparePoint(range.endContainer, range.endOffset) < 1) inside.setEnd(range.endContainer, range.endOffset);
  return { start: Number(block.dataset.start) + [...words(before)].length, words: words(inside) };
}

/* The clean text in a range; what is not of it stands in elements with data-aside. Characters are counted as Unicode
   has them, not as JavaScript does. */
function words(range) {
  const copy = range.cloneContents();
  for (const aside of copy.querySelectorAll("[data-aside]")) aside.remove();
  for (const line of copy.querySelectorAll("br")) line.replaceWith("\n");
  return copy.textContent;
}

function typing(element) {
  return element.matches("input:not([type=radio]), textarea, select, [contenteditable]:not([contenteditable=false])");
}

function off() {
  if (document.body.dataset.singleKeys === "off") return true;
  try {
    return localStorage.getItem(SWITCH) === "off";
  } catch {
    return false;
  }
}

customElements.define("coding-desk", CodingDesk);
