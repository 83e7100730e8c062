/* <key-commands>: single keys for reading. They never fire while someone types or with a modifier, and can be
   turned off (WCAG 2.1.4); the choice is kept in this browser. */
const STORED = "tipportal.keys";

class KeyCommands extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    this.dialog = this.querySelector("dialog");
    this.box = this.querySelector("input[type=checkbox]");
    this.button = this.querySelector(".help-open");
    this.box.checked = stored() !== "off";
    this.button.hidden = false;
    const { signal } = this.stop;
    this.box.addEventListener("change", () => store(this.box.checked ? "on" : "off"), { signal });
    this.button.addEventListener("click", () => this.help(), { signal });
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  pressed(event) {
    if (event.key === "Escape" && event.target.matches("input")) event.target.blur();
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (!this.box.checked || this.dialog.open || typing(event.target)) return;
    const command = { j: () => this.step(1), k: () => this.step(-1), "?": () => this.help() };
    if (!(event.key in command)) return;
    event.preventDefault();
    command[event.key]();
  }

  help() {
    this.dialog.showModal();
    this.dialog.querySelector("form button").focus();
  }

  step(by) {
    const sections = [...document.querySelectorAll(".answer")];
    const section =
      by > 0
        ? sections.find((one) => distance(one) > 2)
        : sections.findLast((one) => distance(one) < -2);
    if (!section) return;
    section.scrollIntoView({ block: "start" });
    section.querySelector("h3 a")?.focus({ preventScroll: true });
  }
}

/* How far a section stands below the place where a link to it would stop. */
function distance(section) {
  return section.getBoundingClientRect().top - parseFloat(getComputedStyle(section).scrollMarginBlockStart);
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

customElements.define("key-commands", KeyCommands);
