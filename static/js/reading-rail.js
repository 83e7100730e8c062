/* <reading-rail>: lights the letter of the section that is being read, names it on the narrow rail's button, and
   lets the address follow without a new entry in the history. */
class ReadingRail extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    this.list = this.querySelector("nav");
    this.here = this.querySelector(".rail__here");
    this.keys = [...this.querySelectorAll(".rail__key")];
    this.sections = this.keys.map((key) => document.getElementById(key.hash.slice(1)));
    const options = { signal: this.stop.signal, passive: true };
    addEventListener("scroll", () => this.soon(), options);
    addEventListener("resize", () => this.soon(), options);
    this.addEventListener("click", (event) => this.close(event), { signal: this.stop.signal });
    this.list.addEventListener("beforetoggle", (event) => this.opens(event), { signal: this.stop.signal });
    this.soon();
  }

  disconnectedCallback() {
    this.stop.abort();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
  }

  close(event) {
    if (event.target.closest("a") && this.list.matches(":popover-open")) this.list.hidePopover();
  }

  /* The narrow list hangs below its button: the button goes to the top first, so that there is room for the list. */
  opens(event) {
    if (event.newState === "open") this.scrollIntoView({ block: "start" });
  }

  soon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.light());
  }

  light() {
    const line = innerHeight * 0.3;
    let at = -1;
    this.sections.forEach((section, index) => {
      if (section && section.getBoundingClientRect().top <= line) at = index;
    });
    if (at === this.at) return;
    this.at = at;
    for (const [index, key] of this.keys.entries()) {
      if (index === at) key.setAttribute("aria-current", "true");
      else key.removeAttribute("aria-current");
    }
    const key = this.keys[at];
    this.here.textContent = key ? key.dataset.name : "Sections";
    if (key) this.show(key);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.follow(key), 250);
  }

  show(key) {
    const box = this.list.getBoundingClientRect();
    const place = key.getBoundingClientRect();
    if (place.top < box.top) this.list.scrollTop -= box.top - place.top + 32;
    if (place.bottom > box.bottom) this.list.scrollTop += place.bottom - box.bottom + 32;
  }

  follow(key) {
    const within = key && location.hash.startsWith(`${key.hash}-art`);
    const address = key ? key.hash : location.pathname + location.search;
    if (scrollY > 0 && !within && address !== location.hash) history.replaceState(history.state, "", address);
  }
}

customElements.define("reading-rail", ReadingRail);
