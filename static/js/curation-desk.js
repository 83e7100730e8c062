/* <curation-desk>: decisions about suggestions without leaving the page. Its keys come from <key-commands> (see there);
   each does what a button or link of the current suggestion does. A decision's form is sent as it is, and its row comes
   back as it then stands; where that fails, the form is sent in the ordinary way. */
class CurationDesk extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.addEventListener("submit", (event) => this.sent(event), { signal });
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    document.addEventListener("key-command", (event) => this.pressed(event), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  get rows() {
    return [...this.querySelectorAll(".suggestion")];
  }

  /* The suggestion that has the focus, or else the first that can be seen. */
  get current() {
    const focused = document.activeElement?.closest(".suggestion");
    return focused ?? this.rows.find((row) => row.getBoundingClientRect().bottom > 0);
  }

  pressed(event) {
    const does = {
      j: () => this.step(1),
      k: () => this.step(-1),
      a: () => this.press("[data-accept]"),
      x: () => this.press("[data-reject]"),
      u: () => this.undo(),
      o: () => this.current && this.open(this.current),
      s: () => this.press(".suggestion__tick input"),
    }[event.detail.key];
    if (!does) return;
    event.preventDefault();
    does();
  }

  press(selector) {
    this.current?.querySelector(selector)?.click();
  }

  step(by) {
    const rows = this.rows;
    const focused = rows.indexOf(document.activeElement?.closest(".suggestion"));
    const at = focused < 0 ? rows.indexOf(this.current) : focused + by;
    this.focusOn(rows[at]);
  }

  focusOn(row) {
    if (!row) return;
    row.querySelector(".suggestion__name a").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  open(row) {
    const link = row.querySelector("[data-passages]");
    if (!row.querySelector(".suggestion__further")) return;
    const isOpen = row.classList.toggle("suggestion--open");
    link?.setAttribute("aria-expanded", String(isOpen));
  }

  clicked(event) {
    const link = event.target.closest("[data-passages]");
    const row = link?.closest(".suggestion");
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!isPlain || !row?.querySelector(".suggestion__further") || row.classList.contains("suggestion--open")) return;
    event.preventDefault();
    this.open(row);
  }

  undo() {
    const last = this.last && this.querySelector(`#${CSS.escape(this.last)} [data-undo]`);
    (last || document.querySelector("[data-undo]"))?.click();
  }

  async sent(event) {
    const form = event.target;
    const row = form.closest(".suggestion");
    if (form.method !== "post" || !row) return;
    event.preventDefault();
    if (row.ariaBusy === "true") return;
    row.ariaBusy = "true";
    const data = new FormData(form, event.submitter);
    const response = await fetch(form.action, { method: "POST", body: data, headers: { "HX-Request": "true" } }).catch(
      () => null,
    );
    const isRow = response?.headers.get("Content-Type")?.startsWith("text/html") && !response.redirected;
    if (!isRow || ![200, 409].includes(response.status)) {
      this.sendPlainly(form, event.submitter);
      return;
    }
    const isWhole = event.submitter?.matches("[data-accept], [data-reject]");
    this.put(row, await response.text(), isWhole && response.ok);
  }

  sendPlainly(form, button) {
    if (button?.name) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
      form.append(field);
    }
    form.submit();
  }

  /* The row as the server gives it, in place of what it was; after a decision about the whole of it on to the next. */
  put(row, html, isDecided) {
    const fresh = document.createRange().createContextualFragment(html).querySelector(".suggestion");
    if (!fresh) return;
    const tick = row.querySelector(".suggestion__tick");
    if (row.classList.contains("suggestion--open")) fresh.classList.add("suggestion--open");
    fresh.classList.toggle("suggestion--decided", isDecided);
    if (tick && !isDecided) {
      fresh.querySelector(".suggestion__tick")?.remove();
      fresh.querySelector(".suggestion__head").prepend(tick);
    }
    row.replaceWith(fresh);
    this.last = fresh.id;
    const rows = this.rows;
    const next = isDecided && rows.slice(rows.indexOf(fresh) + 1).find((one) => one.querySelector("[data-accept]"));
    this.focusOn(next || fresh);
  }
}

customElements.define("curation-desk", CurationDesk);
