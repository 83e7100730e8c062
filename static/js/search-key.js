/* <search-key>: `/` goes to the page's search box from anywhere but another box. Single keys that were turned off in
   the reading view stay off (WCAG 2.1.4). */
class SearchKey extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    document.addEventListener("keydown", (event) => this.pressed(event), { signal: this.stop.signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  pressed(event) {
    if (event.key !== "/" || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]") || turnedOff()) return;
    const box = document.querySelector("[data-slash]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  }
}

function turnedOff() {
  if (document.body.dataset.singleKeys === "off") return true;
  try {
    return localStorage.getItem("tipportal.keys") === "off";
  } catch {
    return false;
  }
}

customElements.define("search-key", SearchKey);
