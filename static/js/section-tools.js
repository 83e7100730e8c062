/* <section-tools>: links to a section's page and citation become buttons that copy them.
   The citation is read from the section's JSON, so that it is written in one place. */
const LABELS = { link: "Copy link", citation: "Copy citation" };

class SectionTools extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard || this.stop) return;
    this.stop = new AbortController();
    for (const link of this.querySelectorAll("a[data-copies]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = LABELS[link.dataset.copies];
      button.setAttribute("aria-live", "polite");
      const address = new URL(link.getAttribute("href"), location.href);
      const kind = link.dataset.copies;
      button.addEventListener("click", () => this.copy(button, kind, address), { signal: this.stop.signal });
      link.replaceWith(button);
    }
  }

  disconnectedCallback() {
    this.stop?.abort();
    clearTimeout(this.timer);
  }

  async copy(button, kind, address) {
    try {
      const words = kind === "link" ? address.href : await citationAt(address);
      await navigator.clipboard.writeText(words);
      button.textContent = "Copied";
    } catch {
      location.assign(address);
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (button.textContent = LABELS[kind]), 2000);
  }
}

async function citationAt(address) {
  const answer = await fetch(`${address.pathname.replace(/\/$/, "")}.json`);
  if (!answer.ok) throw new Error(`no citation: ${answer.status}`);
  return (await answer.json()).citation;
}

customElements.define("section-tools", SectionTools);
