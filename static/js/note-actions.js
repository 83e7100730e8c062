/* <note-actions>: replies, edits, resolving, taking codes off and reading states without leaving the text: the forms and
   links beside a section are fetched and sent in place, and the section is brought up to date. What fails there goes
   the long way, as without scripts. `r` sets the section being read to reviewed and goes to the next. */
const INSIDE = ".comment__tools a, .thread__tools a";

class NoteActions extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("annotated-stale", (event) => this.renew(event.detail), { signal });
    document.addEventListener("coding-put", (event) => this.coded(event), { signal });
    this.addEventListener("submit", (event) => this.submitted(event), { signal });
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    this.addEventListener("keydown", (event) => this.pressed(event), { signal });
    document.addEventListener("key-command", (event) => this.command(event), { signal });
    document.addEventListener("key-help", (event) => this.help(event), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  coded(event) {
    const { selection, coding } = event.detail;
    const annotated = [...this.querySelectorAll(".annotated")].find((one) => selection.url === `${one.dataset.path}codes/`);
    if (annotated) this.renew({ annotated, focus: coding?.anchor });
  }

  /* The section as it is now, in place of the one on the page, with the forms that somebody is in the middle of. */
  async renew({ annotated, focus }) {
    const open = [...annotated.querySelectorAll(".note[open]")].map((note) => note.id);
    try {
      const answer = await fetch(annotated.dataset.path, { headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const fresh = parsed(await answer.text()).querySelector(".annotated");
      for (const id of open) fresh.querySelector(`[id="${id}"]`)?.setAttribute("open", "");
      for (const form of annotated.querySelectorAll("note-form")) fresh.querySelector(".beside").append(form);
      for (const inside of annotated.querySelectorAll(".inside")) toolsLike(inside, fresh).after(inside);
      annotated.replaceWith(document.adoptNode(fresh));
      recount(fresh);
    } catch {
      const typed = [...annotated.querySelectorAll(".inside textarea")].find((box) => box.value !== box.defaultValue);
      if (!typed) return location.reload();
      this.tell(typed.form, "The section could not be brought up to date. What you write here is not sent yet.");
      return;
    }
    document.dispatchEvent(new CustomEvent("margin-changed", { detail: { focus } }));
  }

  async submitted(event) {
    const form = event.target;
    if (form.matches(".state__form")) return this.setState(event);
    const annotated = form.closest(".annotated");
    if (!annotated || !form.closest(".beside") || form.closest("note-form") || form.method !== "post") return;
    event.preventDefault();
    const note = form.closest(".note, .coded");
    try {
      const body = new FormData(form, event.submitter);
      const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
      if (answer.ok && !answer.url.includes("/accounts/login/")) {
        form.closest(".inside")?.remove();
        await this.renew({ annotated, focus: note?.id });
      } else this.failed(form, answer, await answer.text());
    } catch {
      this.tell(form, "Not sent: the portal cannot be reached. What you wrote stands here; send it again later.");
    }
  }

  /* What comes back is the state as it is then, also where somebody else was first. */
  async setState(event) {
    event.preventDefault();
    const form = event.target;
    const state = form.closest(".state");
    const wasInside = state.contains(document.activeElement);
    try {
      const body = new FormData(form, event.submitter);
      const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
      const fresh = parsed(await answer.text()).querySelector(".state");
      if (!fresh) return this.tell(form, "Not set: you are signed out, or may not set it.");
      if (!answer.ok) fresh.open = true;
      state.replaceWith(document.adoptNode(fresh));
      if (wasInside) fresh.querySelector("summary").focus();
    } catch {
      this.tell(form, "Not set: the portal cannot be reached.");
    }
  }

  command(event) {
    if (event.detail.key !== "r") return;
    const here = reading();
    const form = here?.querySelector(".state__form");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector('[value="reviewed"]'));
    const answers = [...document.querySelectorAll(".answer")];
    const next = answers[answers.indexOf(here) + 1];
    next?.scrollIntoView({ block: "start" });
    next?.querySelector("h3 a")?.focus({ preventScroll: true });
  }

  help(event) {
    if (document.querySelector(".answer .state__form")) event.detail.add("r", "reviewed, and the next section");
  }

  failed(form, answer, html) {
    const page = parsed(html);
    if ((answer.status === 422 || answer.status === 409) && page.querySelector("form")) {
      const shown = document.createElement("div");
      shown.className = "inside";
      shown.append(...document.importNode(page.body, true).childNodes);
      (form.closest(".inside") ?? form).replaceWith(shown);
      shown.querySelector("textarea, button, input:not([type=hidden])")?.focus();
    } else if (answer.status === 403 || answer.url.includes("/accounts/login/")) {
      this.tell(form, "Not sent: you are signed out, or may not do that. What you wrote stands here: sign in in another tab, then send it again.");
    } else {
      this.tell(form, `Not done: the portal answered ${answer.status}.`);
    }
  }

  tell(form, words) {
    let line = form.querySelector(".maker__said");
    if (!line) {
      line = document.createElement("p");
      line.className = "maker__said";
      line.setAttribute("role", "status");
      form.append(line);
    }
    line.textContent = words;
    document.dispatchEvent(new CustomEvent("margin-changed", { detail: {} }));
  }

  /* A link to a form of a note: the form is fetched and stands below the link. */
  async clicked(event) {
    const link = event.target.closest(INSIDE);
    if (!link?.closest(".beside") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const tools = link.parentElement;
    if (tools.nextElementSibling?.matches(".inside")) return tools.nextElementSibling.querySelector("textarea, button")?.focus();
    try {
      const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
      const page = parsed(await answer.text());
      if (!answer.ok || answer.url.includes("/accounts/login/") || !page.querySelector("form")) throw new Error();
      const inside = document.createElement("div");
      inside.className = "inside";
      inside.append(...document.importNode(page.body, true).childNodes);
      tools.after(inside);
      inside.querySelector("textarea, button")?.focus();
      document.dispatchEvent(new CustomEvent("margin-changed", { detail: {} }));
    } catch {
      location.assign(link.href);
    }
  }

  pressed(event) {
    const inside = event.target.closest(".inside");
    if (!inside || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.target.form?.requestSubmit();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      const link = inside.previousElementSibling?.querySelector("a");
      inside.remove();
      link?.focus();
      document.dispatchEvent(new CustomEvent("margin-changed", { detail: {} }));
    }
  }
}

/* Where the form `inside` stood below the links of a note, those links in the section as it is now; where the note is
   gone, the end of the notes. */
function toolsLike(inside, fresh) {
  const note = fresh.querySelector(`[id="${inside.parentElement.id}"]`);
  const name = inside.previousElementSibling?.classList[0];
  return note?.querySelector(`:scope > .${name}`) ?? fresh.querySelector(".beside").lastElementChild;
}

/* How many notes the rail says that a section has. */
function recount(annotated) {
  const anchor = annotated.closest(".answer")?.id;
  const key = anchor && document.querySelector(`.rail__key[href="#${anchor}"]`);
  if (!key) return;
  key.querySelector(".rail__count")?.remove();
  const count = annotated.querySelectorAll(".note").length;
  if (!count) return;
  const [told, words] = [document.createElement("span"), document.createElement("span")];
  told.className = "rail__count";
  words.className = "hidden";
  words.textContent = count === 1 ? " note" : " notes";
  told.append(String(count), words);
  key.append(told);
}

/* The section that has the focus, else the one that the rail lights. */
function reading() {
  const lit = document.querySelector('.rail [aria-current="true"]');
  return document.activeElement?.closest(".answer") ?? (lit && document.getElementById(lit.hash.slice(1)));
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

customElements.define("note-actions", NoteActions);
