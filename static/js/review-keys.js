/* <review-keys>: the keys of the review queue, which come from <key-commands> (see there). Each presses the button or
   follows the link that carries its letter in `data-key`, so that keys do nothing that the page does not. */
class ReviewKeys extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("key-command", (event) => this.pressed(event), { signal });
    addEventListener("pageshow", () => (this.left = false), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  /* The page goes away: a key that is held down, or pressed again meanwhile, must not act on what is about to go. */
  pressed(event) {
    const { key, isRepeated } = event.detail;
    const pressed = this.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!pressed) return;
    event.preventDefault();
    if (this.left || isRepeated) return;
    this.left = true;
    pressed.click();
  }
}

customElements.define("review-keys", ReviewKeys);
