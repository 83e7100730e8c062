/* <passage-tool>: finds which characters of a section's text are selected, and opens the form that writes about them:
   `c` a note, `x` a code, `.` the last code again. Without a selection they are about the section being read. */
const LEAD = 300; // a part of the selection longer than this is shown by its beginning

class PassageTool extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.bar = this.querySelector(".passage-tool");
    this.form = this.querySelector("template");
    document.addEventListener("selectionchange", () => this.soon(), { signal });
    document.addEventListener("pointerup", () => this.soon(), { signal });
    addEventListener("scroll", () => this.soon(), { signal, passive: true });
    document.addEventListener("click", (event) => this.clicked(event), { signal });
    document.addEventListener("key-command", (event) => this.command(event), { signal });
    document.addEventListener("key-help", (event) => this.help(event), { signal });
    document.addEventListener("margin-changed", () => this.drafts(), { signal });
    this.bar.addEventListener("pointerdown", (event) => event.preventDefault(), { signal }); // keeps the selection
    this.drafts();
  }

  disconnectedCallback() {
    this.stop.abort();
    cancelAnimationFrame(this.frame);
  }

  get may() {
    return (this.dataset.may ?? "").split(" ");
  }

  soon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.show());
  }

  show() {
    const selection = getSelection();
    const passage = selection.isCollapsed ? null : chosen(selection);
    this.bar.hidden = !passage;
    if (!passage) return;
    const box = [...selection.getRangeAt(0).getClientRects()].at(-1);
    this.bar.hidden = !box || box.bottom < 0 || box.top > innerHeight;
    if (this.bar.hidden) return;
    const { offsetWidth, offsetHeight } = this.bar;
    const left = Math.max(8, Math.min(box.right - offsetWidth / 2, document.documentElement.clientWidth - offsetWidth - 8));
    const top = box.bottom + 8 + offsetHeight > innerHeight ? box.top - offsetHeight - 8 : box.bottom + 8;
    this.bar.style.translate = `${Math.round(left)}px ${Math.round(Math.max(8, top))}px`;
  }

  clicked(event) {
    const button = event.target.closest("[data-makes]");
    if (!button || !this.may.includes(button.dataset.makes)) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const annotated = button.closest(".answer")?.querySelector(".annotated");
    event.preventDefault();
    this.make(button.dataset.makes, annotated ? whole(annotated) : this.about(), button);
  }

  command(event) {
    const kind = { c: "note", x: "code", ".": "again" }[event.detail.key];
    if (!kind || !this.may.includes(kind === "again" ? "code" : kind)) return;
    const passage = this.about();
    if (!passage) return;
    event.preventDefault();
    if (kind === "again") document.querySelector("code-picker")?.repeat(selectionOf(passage));
    else this.make(kind, passage, document.activeElement);
  }

  /* What is selected, or else the whole section being read. */
  about() {
    const selection = getSelection();
    return (!selection.isCollapsed && chosen(selection)) || (reading() && whole(reading()));
  }

  make(kind, passage, origin) {
    if (!passage) return;
    if (kind === "code") {
      document.querySelector("code-picker")?.open(selectionOf(passage));
      return;
    }
    for (const open of document.querySelectorAll("note-form")) open.close();
    const form = document.createElement("note-form");
    Object.assign(form, passage, { origin, person: this.dataset.person, signIn: this.dataset.signIn });
    form.blank = this.form;
    passage.annotated.querySelector(".beside").append(form);
    getSelection().removeAllRanges();
    this.bar.hidden = true;
  }

  /* Says beside each section which notes were written there and not sent. */
  drafts() {
    for (const annotated of document.querySelectorAll(".annotated")) {
      const beside = annotated.querySelector(".beside");
      for (const old of beside.querySelectorAll(".draft")) old.remove();
      if (!this.may.includes("note")) continue;
      for (const draft of draftsOf(this.dataset.person, annotated.dataset.path)) {
        const passage = draft.end ? stretch(annotated, draft.start, draft.end) : whole(annotated);
        const open = [...beside.querySelectorAll("note-form")].some((form) => form.draftName === draft.name);
        if (passage && !open) beside.append(this.draft(draft, passage));
      }
    }
  }

  draft(draft, passage) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "draft";
    button.range = passage.range;
    button.textContent = `Not sent yet: “${draft.body.slice(0, 60)}${draft.body.length > 60 ? " …" : ""}” Go on writing`;
    button.addEventListener("click", () => {
      button.remove();
      this.make("note", passage, null);
    });
    return button;
  }

  help(event) {
    const { add } = event.detail;
    if (this.may.includes("note")) add("c", "comment on the selected words, or on this section");
    if (!this.may.includes("code")) return;
    add("x", "put a code on them");
    add(".", "put the last code on them");
  }
}

function draftsOf(person, path) {
  const start = `tipportal.draft ${person} ${path} `;
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(start))
      .map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) }));
  } catch {
    return [];
  }
}

/* The section that has the focus, else the one that the rail lights, else the first that is in view. */
function reading() {
  const focused = document.activeElement?.closest(".answer, .page--section")?.querySelector(".annotated");
  const lit = document.querySelector('.rail [aria-current="true"]');
  const places = [...document.querySelectorAll(".annotated")];
  return (
    focused ??
    (lit && document.getElementById(lit.hash.slice(1))?.querySelector(".annotated")) ??
    places.find((place) => place.getBoundingClientRect().bottom > innerHeight * 0.3)
  );
}

/* What <code-picker> wants to know. */
function selectionOf({ annotated, start, end, words }) {
  const { path, rev } = annotated.dataset;
  return { url: `${path}codes/`, start: start ?? "", end: end ?? "", rev, quote: "", words };
}

function whole(annotated) {
  return { annotated, start: null, end: null, words: "", range: null };
}

/* The selection as characters of the section in which it begins, without the blanks at its ends; null where it holds
   no word of an answer. */
function chosen(selection) {
  const range = selection.getRangeAt(0);
  const blocks = [...document.querySelectorAll(".annotated .text [data-start]")].filter((one) => touches(range, one));
  const annotated = blocks[0]?.closest(".annotated");
  const within = blocks.filter((one) => one.closest(".annotated") === annotated);
  const parts = within.map((one) => part(range, one)).filter((one) => one.words.trim());
  if (!parts.length) return null;
  const first = parts[0];
  const last = parts.at(-1);
  const start = first.start + length(first.words) - length(first.words.trimStart());
  const end = last.start + length(last.words.trimEnd());
  return stretch(annotated, start, end);
}

function touches(range, block) {
  return range.intersectsNode(block);
}

/* The words of the block that lie in the range, and where they begin in the section's text. */
function part(range, block) {
  const inside = document.createRange();
  inside.selectNodeContents(block);
  const before = inside.cloneRange();
  if (inside.comparePoint(range.startContainer, range.startOffset) > -1) {
    inside.setStart(range.startContainer, range.startOffset);
    before.setEnd(range.startContainer, range.startOffset);
  } else {
    before.collapse(true);
  }
  if (inside.comparePoint(range.endContainer, range.endOffset) < 1) inside.setEnd(range.endContainer, range.endOffset);
  return { start: Number(block.dataset.start) + length(words(before)), words: words(inside) };
}

/* The clean text in a range: what is not of it left out, a line break as one character. */
function words(range) {
  const copy = range.cloneContents();
  for (const aside of copy.querySelectorAll("[data-aside]")) aside.remove();
  for (const line of copy.querySelectorAll("br")) line.replaceWith("\n");
  const within = range.startContainer.parentElement?.closest("[data-aside]");
  return within && within.contains(range.endContainer) ? "" : copy.textContent;
}

/* Characters as the server counts them: code points. */
function length(text) {
  return [...text].length;
}

/* Characters [start, end) of a section's text as a passage with its range in the page; null where it has none. */
function stretch(annotated, start, end) {
  const blocks = [...annotated.querySelectorAll(".text [data-start]")];
  const range = document.createRange();
  let begun = false;
  let shown = "";
  for (const block of blocks) {
    let at = Number(block.dataset.start);
    for (const node of pieces(block)) {
      const text = node.nodeName === "BR" ? "\n" : node.data;
      const size = length(text);
      if (at < end && at + size > start) {
        const from = units(text, Math.max(start - at, 0));
        const to = units(text, Math.min(end - at, size));
        if (!begun) range.setStart(...point(node, from));
        range.setEnd(...point(node, to));
        shown += text.slice(from, to);
        begun = true;
      }
      at += size;
    }
    if (begun && shown && !shown.endsWith(" ")) shown += " ";
  }
  const quote = shown.replace(/\s+/g, " ").trim();
  return begun ? { annotated, start, end, range, words: quote.length > LEAD ? `${quote.slice(0, LEAD)} …` : quote } : null;
}

function* pieces(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeName === "BR") yield node;
    else if (node.nodeType === Node.TEXT_NODE && !node.parentElement.closest("[data-aside]")) yield node;
  }
}

function point(node, offset) {
  if (node.nodeName !== "BR") return [node, offset];
  return [node.parentNode, [...node.parentNode.childNodes].indexOf(node) + (offset ? 1 : 0)];
}

/* How many units of a script's string its first `count` characters take. */
function units(text, count) {
  return [...text].slice(0, count).join("").length;
}

customElements.define("passage-tool", PassageTool);
