/* <review-keys>: single keys of the review queue. Each presses the button or follows the link that carries its letter
   in `data-key`, so that keys do nothing that the page does not. They never fire while someone types or with a
   modifier; turned off in the reading view, or by the person's preference, they are off here too (WCAG 2.1.4). */
const STORED = "tipportal.keys";

class ReviewKeys extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    this.dialog = this.querySelector("dialog");
    this.box = this.dialog.querySelector("input[type=checkbox]");
    this.button = this.querySelector(".help-open");
    this.box.disabled = document.body.dataset.singleKeys === "off";
    this.box.checked = !this.box.disabled && stored() !== "off";
    this.button.hidden = false;
    const { signal } = this.stop;
    this.box.addEventListener("change", () => store(this.box.checked ? "on" : "off"), { signal });
    this.button.addEventListener("click", () => this.help(), { signal });
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    addEventListener("pageshow", () => (this.left = false), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  pressed(event) {
    if (event.key === "Escape" && event.target.matches("input")) event.target.blur();
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (!this.box.checked || this.dialog.open || typing(event.target)) return;
    const pressed = event.key === "?" ? this.button : this.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!pressed) return;
    event.preventDefault();
    if (pressed === this.button) this.help();
    else this.leave(pressed, event.repeat);
  }

  /* The page goes away: a key that is held down, or pressed again meanwhile, must not act on what is about to go. */
  leave(pressed, isRepeated) {
    if (this.left || isRepeated) return;
    this.left = true;
    pressed.click();
  }

  help() {
    this.dialog.showModal();
    this.dialog.querySelector("form button").focus();
  }
}

function typing(element) {
  return element.matches("input, textarea, select, [contenteditable]:not([contenteditable=false])");
}

function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function store(value) {
  try {
    localStorage.setItem(STORED, value);
  } catch {
    /* a browser that keeps nothing: the choice holds for this page */
  }
}

customElements.define("review-keys", ReviewKeys);
