/* <key-commands>: single keys of a page. They never fire while someone types or with a modifier, and can be
   turned off (WCAG 2.1.4): in this browser by the box here, everywhere by the person's preference, which the page
   carries as `data-single-keys="off"` on its body.

   Other elements have keys of their own without knowing this one. They listen on the document for
     key-command  detail.key is the key that was pressed, detail.isRepeated says that it is held down; who acts on it
                  calls preventDefault()
     key-help     detail.add(key, does) adds a line to the list of keys, which is being opened */
const STORED = "tipportal.keys";

class KeyCommands extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    this.dialog = this.querySelector("dialog");
    this.box = this.querySelector("input[type=checkbox]");
    this.button = this.querySelector(".help-open");
    this.refused = document.body.dataset.singleKeys === "off";
    this.box.checked = !this.refused && stored() !== "off";
    this.box.disabled = this.refused;
    this.list = this.dialog.querySelector("dl");
    this.lines = this.list.childElementCount;
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
    const detail = { key: event.key, isRepeated: event.repeat };
    const told = new CustomEvent("key-command", { bubbles: true, cancelable: true, detail });
    if (event.key.length === 1 && !event.target.dispatchEvent(told)) {
      event.preventDefault();
    } else if (event.key in command) {
      event.preventDefault();
      command[event.key]();
    }
  }

  help() {
    while (this.list.childElementCount > this.lines) this.list.lastElementChild.remove();
    document.dispatchEvent(new CustomEvent("key-help", { detail: { add: (key, does) => this.add(key, does) } }));
    this.dialog.showModal();
    this.dialog.querySelector("form button").focus();
  }

  add(key, does) {
    const line = document.createElement("div");
    const [term, told] = [document.createElement("dt"), document.createElement("dd")];
    const cap = document.createElement("kbd");
    cap.textContent = key;
    term.append(cap);
    told.textContent = does;
    line.append(term, told);
    this.list.append(line);
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
