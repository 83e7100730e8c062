/* <facet-box>: a box in which a long facet's options are found by typing. What was typed, how far the options were
   scrolled and whether the box was open outlive the swap that brings new counts. */
const kept = new Map();

class FacetBox extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.list = this.querySelector(".facet__options");
    this.find = this.querySelector(".facet__find");
    this.fold = this.querySelector("details");
    this.fold.addEventListener("toggle", () => this.keep(), { signal });
    this.list.addEventListener("scroll", () => this.keep(), { signal, passive: true });
    if (this.find) {
      this.find.hidden = false;
      this.find.addEventListener("input", (event) => this.typed(event), { signal });
      this.find.addEventListener("change", (event) => event.stopPropagation(), { signal });
      this.find.addEventListener("keydown", (event) => this.pressed(event), { signal });
    }
    const fewer = this.querySelector(".facet__more:not([data-whole])");
    fewer?.addEventListener("click", () => this.forget(), { signal });
    this.restore();
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  keep() {
    const { value: typed = "" } = this.find ?? {};
    kept.set(this.getAttribute("name"), { typed, scrolled: this.list.scrollTop, open: this.fold.open });
  }

  forget() {
    if (this.find) this.find.value = "";
    this.keep();
  }

  restore() {
    const { typed = "", scrolled = 0, open = this.fold.open } = kept.get(this.getAttribute("name")) ?? {};
    this.fold.open = open;
    if (this.find) this.find.value = typed;
    this.narrow();
    this.list.scrollTop = scrolled;
  }

  typed(event) {
    event.stopPropagation();
    this.keep();
    this.narrow();
    if (this.find.value) this.querySelector("[data-whole]")?.click();
  }

  pressed(event) {
    if (event.key === "Enter") event.preventDefault();
  }

  narrow() {
    const wanted = plain(this.find?.value ?? "");
    for (const box of this.list.querySelectorAll("label")) box.hidden = !plain(box.textContent).includes(wanted);
  }
}

/* Without accents and case: "cote" finds "Côte d’Ivoire". */
function plain(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

customElements.define("facet-box", FacetBox);
