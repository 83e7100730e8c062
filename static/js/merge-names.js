/* <merge-names>: completes the name of the institution that is kept, out of the list beside it. Without it the form
   looks the words up. */
const WAIT = 150;

class MergeNames extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    this.list = this.querySelector("datalist");
    this.input = document.querySelector(`input[list="${this.list.id}"]`);
    this.input.addEventListener("input", () => this.later(), { signal: this.stop.signal });
  }

  disconnectedCallback() {
    this.stop.abort();
    clearTimeout(this.timer);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(this.input.value), WAIT);
  }

  async look(words) {
    const address = `${this.dataset.url}?${new URLSearchParams({ words })}`;
    const response = await fetch(address, { signal: this.stop.signal }).catch(() => null);
    if (!response?.ok || words !== this.input.value) return;
    const { found } = await response.json();
    this.list.replaceChildren(...found.map(({ name }) => new Option(name, name)));
  }
}

customElements.define("merge-names", MergeNames);
