/* <section-state>: sets a section's reading state without leaving the page. What the server answers takes its place,
   also where somebody else was first. `r` sets the section that is being read to reviewed and goes to the next one. */
const LINE = 0.3; /* of the window's height: a section is being read when it begins above, as the rail has it */

class SectionState extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    this.addEventListener("submit", (event) => this.sent(event), { signal: this.stop.signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  sent(event) {
    event.preventDefault();
    this.set(event.target, event.submitter);
  }

  review() {
    const button = this.querySelector("form button[value=reviewed]");
    return button ? this.set(button.form, button) : false;
  }

  /* Whether the state was set; where the session has ended, the form goes the way it goes without scripts. */
  async set(form, button) {
    const hadFocus = this.contains(document.activeElement);
    const wasOpen = this.querySelector("details")?.open ?? true;
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "HX-Request": "true" },
      body: new FormData(form, button),
    }).catch(() => null);
    if (!answer || ![200, 409, 422].includes(answer.status)) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "state", value: button.value }));
      form.submit();
      return false;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("section-state");
    const fold = fresh.querySelector("details");
    if (fold && answer.ok) fold.open = wasOpen;
    this.replaceWith(fresh);
    if (hadFocus) fresh.querySelector(`button[value=${button.value}]`)?.focus({ preventScroll: true });
    if (!answer.ok) fresh.scrollIntoView({ block: "center" });
    return answer.ok;
  }
}

/* The section that has the focus, or the last that begins above the line. */
function current() {
  const focused = document.activeElement.closest(".answer");
  const sections = [...document.querySelectorAll(".answer")];
  return focused ?? sections.findLast((one) => one.getBoundingClientRect().top <= innerHeight * LINE) ?? sections[0];
}

async function reviewed() {
  const section = current();
  const place = section ?? document;
  if (!(await place.querySelector("section-state")?.review())) return;
  if (!section) document.querySelector(".steps a[rel=next]")?.click();
  const sections = [...document.querySelectorAll(".answer")];
  const next = sections[sections.indexOf(section) + 1];
  next?.scrollIntoView({ block: "start" });
  next?.querySelector("h3 a")?.focus({ preventScroll: true });
}

customElements.define("section-state", SectionState);
document.addEventListener("key-command", (event) => {
  if (event.detail.key !== "r" || !document.querySelector("section-state form")) return;
  event.preventDefault();
  reviewed();
});
document.addEventListener("key-help", (event) => {
  if (document.querySelector("section-state form")) event.detail.add("r", "reviewed, and the next section");
});
