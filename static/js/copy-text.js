/* <copy-text>: words that can be selected, and a button that copies them where scripts run. */
class CopyText extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.words = this.querySelector("[data-words]");
    if (!this.button || !this.words || !navigator.clipboard) return;
    this.stop = new AbortController();
    this.label = this.button.textContent;
    this.button.hidden = false;
    this.button.setAttribute("aria-live", "polite");
    this.button.addEventListener("click", () => this.copy(), { signal: this.stop.signal });
  }

  disconnectedCallback() {
    this.stop?.abort();
    clearTimeout(this.timer);
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.words.textContent.trim());
      this.button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(this.words);
      this.button.textContent = "Selected: copy it with your keys";
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.button.textContent = this.label), 2000);
  }
}

customElements.define("copy-text", CopyText);
