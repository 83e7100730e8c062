/* <entry-card>: what a link with `data-card` leads to, in a few lines beside it, while the pointer or the keyboard's
   focus rests on it. The lines are fetched once a page from the address in `data-card`, else from "card/" below the
   link's own. The pointer can go into the card; Esc closes it; a tap follows the link, as without scripts. */
const OPENS = 300; // milliseconds that the pointer has to rest
const CLOSES = 250; // and that it has for the way into the card
const GAP = 6;
const EDGE = 8;

class EntryCard extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    this.cards = new Map();
    const { signal } = this.stop;
    this.box = document.createElement("div");
    Object.assign(this.box, { className: "card-box", id: "entry-card", popover: "manual" });
    this.append(this.box);
    document.addEventListener("pointerover", (event) => this.over(event), { signal });
    document.addEventListener("focusin", (event) => this.focused(event), { signal });
    document.addEventListener("keydown", (event) => this.pressed(event), { signal, capture: true });
    document.addEventListener("pointerdown", (event) => this.inside(event.target) || this.close(), { signal });
    document.documentElement.addEventListener("pointerleave", () => this.later(CLOSES), { signal });
    document.addEventListener("margin-changed", () => this.link?.isConnected === false && this.close(), { signal });
    for (const type of ["scroll", "resize"]) addEventListener(type, () => this.follow(), { signal, passive: true });
  }

  disconnectedCallback() {
    this.stop.abort();
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.replaceChildren();
  }

  inside(target) {
    return target instanceof Element && this.box.contains(target);
  }

  over(event) {
    if (event.pointerType === "touch" || event.buttons) return;
    const link = linked(event.target);
    if (this.inside(event.target)) clearTimeout(this.timer);
    else if (!link) this.leave();
    else if (link === this.link) clearTimeout(this.timer);
    else this.soon(link);
  }

  /* What the focus is on stays, or still comes, when the pointer rests elsewhere: a page that scrolls moves below it. */
  leave() {
    if (this.wanted && holds(this.wanted)) return;
    this.wanted = null;
    clearTimeout(this.timer);
    if (this.link && !holds(this.link) && !this.inside(document.activeElement)) this.later(CLOSES);
  }

  focused({ target }) {
    const link = linked(target);
    if (this.inside(target) || (link && link === this.link)) clearTimeout(this.timer);
    else if (link && holds(link)) this.soon(link);
    else this.close();
  }

  pressed(event) {
    if (event.key !== "Escape" || !(this.link || this.wanted)) return;
    const isOpen = this.link;
    if (this.inside(document.activeElement)) this.link.focus();
    this.close();
    if (!isOpen) return;
    event.preventDefault();
    event.stopPropagation();
  }

  later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.close(), delay);
  }

  soon(link) {
    clearTimeout(this.timer);
    this.wanted = link;
    this.timer = setTimeout(() => this.show(link), OPENS);
  }

  async show(link) {
    const card = await this.card(link.dataset.card || `${link.pathname}card/`);
    if (this.wanted !== link || !link.isConnected) return;
    this.close();
    if (!card) return;
    this.box.replaceChildren(document.importNode(card, true));
    if (link.matches(".name--suggested") && !this.box.querySelector(".suggested, .unchecked")) this.box.append(unchecked());
    this.link = link;
    link.setAttribute("aria-describedby", this.box.id);
    this.box.showPopover({ source: link });
    this.place();
  }

  /* The lines of a card; null where there are none, or not for this person, or where they did not come: that is not
     remembered, and the next time asks again. */
  async card(address) {
    if (!this.cards.has(address)) this.cards.set(address, fetched(address));
    const card = await this.cards.get(address);
    if (!card) this.cards.delete(address);
    return card;
  }

  close() {
    clearTimeout(this.timer);
    this.wanted = null;
    if (!this.link) return;
    this.link.removeAttribute("aria-describedby");
    this.link = null;
    this.box.hidePopover();
  }

  follow() {
    if (!this.link) return;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.place());
  }

  /* Under the first line of the link, or over it where there is no room below. */
  place() {
    const box = this.link?.getClientRects()[0];
    if (!box || box.bottom < 0 || box.top > innerHeight) return this.close();
    const { offsetWidth, offsetHeight } = this.box;
    const most = document.documentElement.clientWidth - offsetWidth - EDGE;
    const left = Math.max(EDGE, Math.min(box.left, most));
    const below = box.bottom + GAP + offsetHeight < innerHeight;
    const top = below ? box.bottom + GAP : Math.max(EDGE, box.top - GAP - offsetHeight);
    this.box.style.translate = `${Math.round(left)}px ${Math.round(top)}px`;
  }
}

function linked(target) {
  return target instanceof Element ? target.closest("a[data-card]") : null;
}

/* Whether the keyboard's focus is on it: that of a tap or a click shows no card. */
function holds(link) {
  return link === document.activeElement && link.matches(":focus-visible");
}

async function fetched(address) {
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.url.includes("/accounts/login/")) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("main") ? null : page.body.firstElementChild;
  } catch {
    return null;
  }
}

function unchecked() {
  const line = document.createElement("p");
  line.className = "unchecked";
  line.textContent = "◌ This passage was read by machine and is not yet checked.";
  return line;
}

customElements.define("entry-card", EntryCard);
