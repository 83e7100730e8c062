/* <code-picker data-source="/codings/picker/">: puts a code on a section or on a passage of it, by keyboard.

   It stands once in a page, empty, for people who may code: {% include "codes/_picker_dialog.html" %}. Its form is
   fetched when it is first needed. It registers no key of its own: who owns the keys calls

     open(selection)    opens the list: filter as you type, arrows, Enter; Esc closes and gives the focus back
     repeat(selection)  puts the code that was put on last in this browser on again; opens the list where there is none

   `selection` is { url, start, end, rev, quote, words }: `url` the section's address for codes (/cables/.../codes/),
   where the code is sent; `start` and `end` clean offsets in revision `rev`; without `start`, `end` and `quote` the
   whole section. `words` are only shown.

   What it tells, as events that bubble from it:
     coding-put      detail { selection, coding }: the server's JSON of the coding, new or already there
     coding-refused  detail { selection, problem }: a sentence; the list stays open and shows it too

   A <code-picker> around a form that is in the page already (a section's page for codes, an exercise) only filters and
   moves in its list: the form is sent as any form. There start() goes to the filter, again() sends the last code. */
const LAST = "tipportal.code";

class CodePicker extends HTMLElement {
  connectedCallback() {
    if (this.stop) return;
    this.stop = new AbortController();
    if (this.form) this.enliven();
  }

  disconnectedCallback() {
    this.stop?.abort();
    this.stop = null;
  }

  get form() {
    return this.querySelector("form.picker");
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  async open(selection) {
    if (!(await this.load())) return this.refuse(selection, "The codes could not be fetched. Try again.");
    this.selection = selection;
    this.say("");
    this.quoteOf(selection);
    this.filter.value = "";
    this.narrow();
    this.choose(this.options.find((option) => option.value === stored()) ?? this.shown[0]);
    this.before = document.activeElement;
    if (!this.dialog.open) this.dialog.showModal();
    this.filter.focus();
  }

  async repeat(selection) {
    const last = stored();
    if (!last || !(await this.load())) return this.open(selection);
    const option = this.options.find((one) => one.value === last);
    if (!option) return this.open(selection);
    this.selection = selection;
    this.choose(option);
    return this.send();
  }

  /* In a form of the page: to the filter. */
  start() {
    this.choose(this.chosen ?? this.options.find((option) => option.value === stored()) ?? this.shown[0]);
    this.filter.focus();
    this.filter.scrollIntoView({ block: "nearest" });
  }

  /* In a form of the page: the last code, sent; to the filter where there is none. */
  again() {
    const option = this.options.find((one) => one.value === stored());
    if (!option) return this.start();
    this.choose(option);
    this.form.requestSubmit();
  }

  close() {
    this.dialog?.close();
  }

  /* The form, fetched once. */
  async load() {
    if (this.form) return true;
    try {
      const answer = await fetch(this.dataset.source, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return false;
      const fetched = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.dialog.querySelector("[data-form]").replaceChildren(...fetched.body.children);
    } catch {
      return false;
    }
    this.enliven();
    return true;
  }

  enliven() {
    const { signal } = this.stop;
    this.filter = this.form.querySelector("input[type=search]");
    this.said = this.form.querySelector("[data-said]");
    this.filter.closest("[hidden]")?.removeAttribute("hidden");
    this.filter.addEventListener("input", () => this.narrow(), { signal });
    this.filter.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.form.addEventListener("submit", (event) => this.submitted(event), { signal });
    this.querySelector("[data-close]")?.addEventListener("click", () => this.close(), { signal });
    this.dialog?.addEventListener("close", () => this.before?.focus?.({ preventScroll: true }), { signal });
    this.narrow();
  }

  get options() {
    return [...this.form.querySelectorAll("input[name=code]")];
  }

  get shown() {
    return this.options.filter((option) => !option.closest("[hidden]"));
  }

  get chosen() {
    return this.options.find((option) => option.checked);
  }

  /* A code stays when each word typed begins a word of it or of a code above it. */
  narrow() {
    const words = plain(this.filter.value).split(/\s+/).filter(Boolean);
    for (const option of this.options) {
      const known = ` ${plain(option.dataset.words)}`;
      option.closest("li").hidden = !words.every((word) => known.includes(` ${word}`));
    }
    for (const group of this.form.querySelectorAll("[data-group]")) {
      group.hidden = !group.querySelector("li:not([hidden])");
    }
    this.form.toggleAttribute("data-narrowed", words.length > 0);
    if (words.length && (!this.chosen || this.chosen.closest("[hidden]"))) this.choose(this.shown[0]);
    const count = new Set(this.shown.map((option) => option.value)).size;
    if (words.length) this.said.textContent = count === 1 ? "1 code" : `${count} codes`;
  }

  pressed(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.isComposing) return;
    event.preventDefault();
    const shown = this.shown;
    const at = shown.indexOf(this.chosen);
    this.choose(shown[Math.min(shown.length - 1, Math.max(0, at + by))]);
    if (this.chosen) this.said.textContent = this.chosen.dataset.name;
  }

  choose(option) {
    for (const one of this.options) one.checked = one === option;
    option?.closest("li").scrollIntoView({ block: "nearest" });
  }

  submitted(event) {
    if (this.chosen) store(this.chosen.value);
    if (!this.dialog) return;
    event.preventDefault();
    this.send();
  }

  async send() {
    if (!this.chosen) return this.say("Choose a code.");
    const { selection } = this;
    const body = new FormData(this.form);
    for (const name of ["start", "end", "rev", "quote"]) body.set(name, selection[name] ?? "");
    body.set("key", crypto.randomUUID());
    store(this.chosen.value);
    try {
      const answer = await fetch(selection.url, { method: "POST", body, headers: { Accept: "application/json" } });
      const told = await answer.json().catch(() => ({}));
      if (!answer.ok) return this.refuse(selection, problemIn(told, answer.status));
      this.close();
      this.tell("coding-put", { selection, coding: told });
    } catch {
      this.refuse(selection, "The portal cannot be reached: the code was not put on.");
    }
  }

  async refuse(selection, problem) {
    this.tell("coding-refused", { selection, problem });
    if (!this.form) return;
    if (!this.dialog.open) await this.open(selection);
    this.say(problem);
  }

  say(problem) {
    const line = this.form.querySelector("[data-problem]");
    line.textContent = problem;
    line.hidden = !problem;
  }

  quoteOf({ quote, words = quote }) {
    const line = this.querySelector("[data-quote]");
    line.textContent = words ? `“${words}”` : "The whole section";
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

function problemIn(told, status) {
  const errors = Object.values(told.errors ?? {}).flat();
  if (errors.length) return errors.map((error) => error.message ?? error).join(" ");
  return status === 403 ? "You are signed out, or may not put codes on." : "The code was not put on.";
}

/* Small letters without accents; what is no letter or figure parts words. */
function plain(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

function stored() {
  try {
    return localStorage.getItem(LAST);
  } catch {
    return null;
  }
}

function store(value) {
  try {
    localStorage.setItem(LAST, value);
  } catch {
    /* a browser that keeps nothing: `.` opens the list instead */
  }
}

customElements.define("code-picker", CodePicker);
