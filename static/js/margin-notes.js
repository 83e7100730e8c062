/* <margin-notes>: places notes and codes beside their passages and pushes them down where they would collide. The one
   that is being read stands at its passage; those above it make room upwards. All places are read before any is
   written, so that a hundred notes cost one layout. Where a section has more than stand beside it, the rest are told
   by number until they are asked for. */
const GAP = 6;
const SLACK = 120; // pixels that notes may stand below the end of their section before the rest are folded away,
const REACH = 600; // or this many where no other section's notes want the room
const ALWAYS = 4;
const LINE = 26; // the height of the line that tells how many more there are
const NOTES = ".note, .coded, .draft, note-form";

class MarginNotes extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.wide = matchMedia("screen and (min-width: 48rem) and (scripting: enabled)");
    this.narrow = matchMedia("(max-width: 68.74rem)");
    this.size = new ResizeObserver(() => this.soon());
    this.size.observe(this);
    this.wide.addEventListener("change", () => this.soon(), { signal });
    this.narrow.addEventListener("change", () => this.soon(), { signal });
    this.addEventListener("toggle", (event) => this.toggled(event), { signal, capture: true });
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    this.addEventListener("keydown", (event) => this.pressed(event), { signal });
    for (const type of ["pointerover", "focusin"]) this.addEventListener(type, (event) => this.light(event), { signal });
    document.addEventListener("margin-changed", (event) => this.changed(event), { signal });
    document.addEventListener("key-command", (event) => this.command(event), { signal });
    document.addEventListener("key-help", (event) => this.help(event), { signal });
    addEventListener("hashchange", () => this.arrive(linked()), { signal });
    for (const type of ["wheel", "keydown", "pointerdown"]) {
      addEventListener(type, () => (this.isMoved = true), { signal, passive: true, once: true });
    }
    this.soon();
    this.settleIn(linked());
  }

  /* Letters that come late and the browser's own way to the address move what was placed: a note that the address leads
     to is brought back, unless the reader has gone elsewhere. */
  async settleIn(note) {
    this.arrive(note);
    await document.fonts?.ready;
    if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
    this.soon();
    requestAnimationFrame(() => !this.isMoved && this.arrive(note));
  }

  disconnectedCallback() {
    this.stop.abort();
    this.size.disconnect();
    cancelAnimationFrame(this.frame);
  }

  /* On a phone, and on a section's own page, they stand below the text. */
  get isPlaced() {
    return this.wide.matches && this.dataset.flat === undefined;
  }

  soon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.place());
  }

  place() {
    this.toggleAttribute("data-placed", this.isPlaced);
    if (!this.isPlaced) {
      if (this.dataset.flat === undefined) this.fold();
      return;
    }
    const rows = this.measured();
    const limits = this.narrow.matches ? new Map() : limitsOf(rows);
    const writing = rows.find((row) => row.note.matches("note-form"))?.note;
    const rests = settle(rows, limits, rows.find((row) => row.note === (writing ?? this.current)));
    for (const { note, top, beyond } of rows) {
      note.style.setProperty("--top", `${Math.round(top)}px`);
      note.toggleAttribute("data-beyond", beyond);
      note.inert = beyond;
    }
    this.tell(rests);
    const last = rows.findLast((row) => !row.beyond);
    this.style.minBlockSize = last ? `${Math.ceil(last.top + last.height)}px` : "";
  }

  /* Below their section the first few stand, and the rest when they are asked for. */
  fold() {
    const rests = new Map();
    for (const place of this.querySelectorAll(".annotated")) {
      const notes = [...place.querySelectorAll(".beside > :is(.note, .coded)")];
      const most = place.hasAttribute("data-all") || notes.length <= ALWAYS + 2 ? notes.length : ALWAYS;
      for (const [index, note] of notes.entries()) {
        const beyond = index >= most && note !== this.current && !note.open;
        note.toggleAttribute("data-beyond", beyond);
        note.inert = beyond;
      }
      const count = notes.filter((note) => note.inert).length;
      if (count) rests.set(place, { count, top: 0 });
    }
    this.style.minBlockSize = "";
    this.tell(rests);
  }

  /* Every note with where it wants to stand, in that order: nothing is written here. */
  measured() {
    const base = this.getBoundingClientRect().top;
    const rows = [];
    for (const place of this.querySelectorAll(".annotated")) {
      const beside = place.querySelector(".beside");
      if (!beside.childElementCount) continue;
      const box = place.getBoundingClientRect();
      const head = (place.closest(".answer") ?? place).getBoundingClientRect().top - base;
      for (const note of beside.querySelectorAll(NOTES)) {
        const wanted = this.wanted(note, place, base) ?? (note.dataset.lost === undefined ? head : box.bottom - base);
        rows.push({ note, place, wanted, head, height: note.offsetHeight, end: box.bottom - base });
      }
    }
    return rows.sort((one, other) => one.head - other.head || one.wanted - other.wanted);
  }

  wanted(note, place, base) {
    const passage = note.range ?? (note.dataset.of && place.querySelector(`[data-mark="${note.dataset.of}"]`));
    if (this.narrow.matches && (note.open || note.matches("note-form"))) return below(note, place) - base;
    const box = passage && (passage.getClientRects()[0] ?? passage.getBoundingClientRect());
    return box && (box.top || box.height) ? box.top - base : undefined;
  }

  /* The buttons that show the rest of a section's notes. */
  tell(rests) {
    for (const old of this.querySelectorAll(".beside__more")) if (!rests.has(old.closest(".annotated"))) old.remove();
    for (const [place, { count, top }] of rests) {
      const beside = place.querySelector(".beside");
      let more = beside.querySelector(".beside__more");
      if (!more) {
        more = document.createElement("button");
        more.type = "button";
        more.className = "beside__more plain";
        beside.append(more);
      }
      more.textContent = `${count} more`;
      more.style.setProperty("--top", `${Math.round(top)}px`);
    }
  }

  toggled(event) {
    const note = event.target;
    if (note.matches?.(".note")) {
      this.current = note.open ? note : this.current === note ? undefined : this.current;
      if (note.open && this.isPlaced && this.narrow.matches) {
        for (const other of this.querySelectorAll(".note[open]")) if (other !== note) other.open = false;
      }
    }
    this.soon();
  }

  clicked(event) {
    const link = event.target.closest("a[href^='#']");
    if (event.target.closest(".beside__more")) {
      event.target.closest(".annotated").toggleAttribute("data-all", true);
      this.soon();
    } else if (link?.matches(".sign")) {
      event.preventDefault();
      this.go(document.getElementById(link.hash.slice(1)), { open: true });
    } else if (link?.matches(".note__back, .coded__back")) {
      const sign = document.getElementById(link.hash.slice(1));
      if (!sign) return;
      event.preventDefault();
      sign.scrollIntoView({ block: "center" });
      sign.focus({ preventScroll: true });
    }
  }

  pressed(event) {
    const note = event.target.closest(".note[open]");
    if (event.key !== "Escape" || event.defaultPrevented || !note || event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    note.open = false;
    note.querySelector("summary").focus();
  }

  /* Lights the passage of the note under the pointer or the focus, and the other way round. */
  light(event) {
    const name = event.target.closest?.("[data-of]")?.dataset.of ?? event.target.closest?.("[data-mark]")?.dataset.mark
      ?? event.target.closest?.(".sign")?.hash.slice(1);
    if (name === this.lit) return;
    this.lit = name;
    for (const mark of this.querySelectorAll("[data-lit]")) mark.removeAttribute("data-lit");
    if (name) for (const mark of this.querySelectorAll(`[data-mark="${name}"], [data-of="${name}"]`)) mark.dataset.lit = "";
  }

  /* Goes to a note: it comes to its passage, both into view, and has the focus. */
  go(note, { open = false } = {}) {
    if (!note) return;
    if (note.hasAttribute("data-beyond")) note.closest(".annotated").toggleAttribute("data-all", true);
    this.current = note;
    if (open && "open" in note) note.open = true;
    this.place();
    const of = note.dataset.of && document.getElementById(`at-${note.dataset.of}`);
    bring(this.isPlaced && of ? of : note);
    (note.querySelector(":scope > summary") ?? note).focus({ preventScroll: this.isPlaced });
  }

  changed(event) {
    const { focus } = event.detail ?? {};
    const note = focus && document.getElementById(focus);
    if (note) this.go(note);
    else this.soon();
  }

  /* A link to a comment leads into a note: it is opened. */
  arrive(note) {
    if (note?.isConnected) this.go(note, { open: true });
  }

  command(event) {
    const by = { n: 1, p: -1 }[event.detail.key];
    if (!by) return;
    const notes = this.measured().map((row) => row.note).filter((note) => note.matches(".note, .coded"));
    if (!notes.length) return;
    event.preventDefault();
    const here = notes.indexOf(document.activeElement?.closest(NOTES));
    const at = here >= 0 ? here + by : this.nearest(notes, by);
    if (notes[at]) this.go(notes[at]);
  }

  /* The first note below the upper third of the window, or the last above it. */
  nearest(notes, by) {
    const line = innerHeight / 3;
    const tops = notes.map((note) => (note.dataset.of && document.getElementById(`at-${note.dataset.of}`)) || note);
    const below = tops.findIndex((place) => place.getBoundingClientRect().top > line);
    if (by > 0) return below;
    return below < 0 ? notes.length - 1 : below - 1;
  }

  help(event) {
    event.detail.add("n", "next note");
    event.detail.add("p", "previous note");
  }
}

/* The note that the address leads to or into. */
function linked() {
  return location.hash.length > 1 ? document.getElementById(location.hash.slice(1))?.closest(".note") : null;
}

/* Where something that lies over the text leaves the words free that it is about. */
function below(note, place) {
  const passage = note.range ?? [...place.querySelectorAll(`[data-mark="${note.dataset.of}"]`)].at(-1);
  return (passage ?? place.querySelector(".text")).getBoundingClientRect().bottom + GAP;
}

/* Into the middle of the window, if it is not in view. */
function bring(place) {
  const { top, bottom } = place.getBoundingClientRect();
  if (top < innerHeight * 0.12 || bottom > innerHeight * 0.95) place.scrollIntoView({ block: "center" });
}

/* Writes `top` and `beyond` into the rows. The current row stands where it wants; the others give way. What comes back
   says of each section that has more than can stand beside it how many, and where that is told. */
function settle(rows, limits, current) {
  const shown = [];
  const rests = new Map();
  let bottom = 0;
  for (const [index, row] of rows.entries()) {
    const { place } = row;
    const isCurrent = row === current;
    row.top = isCurrent ? Math.max(row.wanted, 0) : Math.max(row.wanted, bottom);
    const rest = rests.get(place);
    const isOver = rest || (shown.filter((one) => one.place === place).length >= ALWAYS && row.top + row.height > limits.get(place));
    row.beyond = Boolean(isOver) && !stays(row, isCurrent);
    if (row.beyond && rest) rest.count += 1;
    else if (row.beyond) rests.set(place, { place, count: 1, height: LINE });
    else shown.push(row);
    if (!row.beyond) bottom = row.top + row.height + GAP;
    const told = rests.get(place);
    if (!told || rows[index + 1]?.place === place) continue;
    told.top = bottom;
    shown.push(told);
    bottom += LINE;
  }
  makeRoom(shown, shown.indexOf(current));
  return rests;
}

/* How far down the notes of each section may reach. */
function limitsOf(rows) {
  const limits = new Map();
  let next = Infinity;
  for (const row of [...rows].reverse()) {
    if (!limits.has(row.place)) {
      limits.set(row.place, Math.min(row.end + REACH, Math.max(row.end + SLACK, next - LINE)));
    }
    next = row.wanted;
  }
  return limits;
}

/* Whether it is shown however many there are. */
function stays({ note, place }, isCurrent) {
  return isCurrent || note.open || !note.matches(".note, .coded") || place.hasAttribute("data-all");
}

/* Moves up what stands above the current row and would lie over it; where there is no room, everything down. */
function makeRoom(shown, current) {
  if (current < 0) return;
  let ceiling = shown[current].top;
  for (const row of shown.slice(0, current).reverse()) {
    row.top = Math.min(row.top, ceiling - GAP - row.height);
    ceiling = row.top;
  }
  if (ceiling < 0) for (const row of shown) row.top -= ceiling;
}

customElements.define("margin-notes", MarginNotes);
