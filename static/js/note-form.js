/* <note-form>: a note being written beside the text. What is written is kept in this browser for its person, section
   and passage until the server has it: a lost connection or an ended session loses no word. The form carries a key made
   once, so that sending it again makes one note. Ctrl+Enter sends, Esc closes and gives the focus back.

   Who makes it sets: annotated, start, end, range, words, person, signIn, origin, and `blank`, the template of the
   form. Sent, it tells `annotated-stale` with the section and the name of the new note. */
const HIDDEN = ["start", "end", "rev", "quote"];
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "writer", ...HIDDEN]);

let made = 0; // forms on this page, so that each names its fields for itself

class NoteForm extends HTMLElement {
  connectedCallback() {
    if (this.stop) return;
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.path = this.annotated.dataset.path;
    this.draftName = `tipportal.draft ${this.person} ${this.path} ${this.start ?? ""}-${this.end ?? ""}`;
    this.className = "maker";
    this.append(this.about(), this.blank.content.cloneNode(true), this.line());
    this.dress();
    this.restore();
    this.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.addEventListener("input", () => this.keep(), { signal });
    this.addEventListener("change", () => this.keep(), { signal });
    this.addEventListener("submit", (event) => this.submitted(event), { signal });
    this.addEventListener("click", (event) => event.target.closest("[data-closes]") && this.close(), { signal });
    if (this.range && CSS.highlights) CSS.highlights.set("passage", new Highlight(this.range));
    this.moved();
    this.querySelector("textarea[name=body]").focus({ preventScroll: true });
    requestAnimationFrame(() => requestAnimationFrame(() => this.scrollIntoView({ block: "nearest" }))); // once placed
  }

  disconnectedCallback() {
    this.stop?.abort();
    CSS.highlights?.delete("passage");
  }

  get form() {
    return this.querySelector("form");
  }

  about() {
    const line = document.createElement("p");
    line.className = "maker__about";
    if (this.words) {
      const quote = document.createElement("q");
      quote.textContent = this.words;
      line.append("Note on ", quote);
    } else {
      line.textContent = `Note on ${this.annotated.dataset.name}, the whole section`;
    }
    const close = document.createElement("button");
    close.type = "button";
    close.className = "maker__close plain";
    close.dataset.closes = "";
    close.innerHTML = '<span class="hidden">Close; what is written is kept</span><span aria-hidden="true">×</span>';
    line.prepend(close);
    return line;
  }

  line() {
    this.said = document.createElement("p");
    this.said.className = "maker__said";
    this.said.setAttribute("role", "status");
    return this.said;
  }

  /* The form for this passage: where it is sent, what it is about, and no box for words that are selected already. */
  dress() {
    const { form } = this;
    rename(form, `-${(made += 1)}`);
    form.action = `${this.path}notes/`;
    const values = { start: this.start ?? "", end: this.end ?? "", rev: this.annotated.dataset.rev };
    for (const [name, value] of Object.entries(values)) if (form.elements[name]) form.elements[name].value = value;
    const box = form.elements.quote?.closest("p");
    if (this.words) box?.setAttribute("hidden", "");
    else if (box) fold(box, "On some words of it only");
  }

  restore() {
    const kept = stored(this.draftName);
    if (kept) {
      for (const [name, value] of kept.fields) {
        const field = this.form.elements[name];
        if (field) field.value = value;
      }
      this.say("This is what you wrote here before; it has not been sent.");
    } else if (this.form.elements.key) {
      this.form.elements.key.value = fresh();
    }
  }

  keep() {
    const fields = [...new FormData(this.form)].filter(([name]) => !NOT_KEPT.has(name));
    const body = this.form.elements.body.value;
    if (body.trim()) store(this.draftName, { fields, body, start: this.start, end: this.end });
    else forget(this.draftName);
  }

  pressed(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.form.requestSubmit();
    }
  }

  close() {
    const { range, annotated, origin } = this;
    this.remove();
    this.moved();
    if (range) {
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
    }
    const back = origin?.isConnected && origin !== document.body ? origin : annotated.closest(".answer")?.querySelector("h3 a");
    back?.focus({ preventScroll: true });
  }

  moved() {
    document.dispatchEvent(new CustomEvent("margin-changed", { detail: {} }));
  }

  async submitted(event) {
    event.preventDefault();
    if (this.sending) return;
    this.sending = true;
    this.keep();
    this.say("Sending …");
    try {
      this.answered(await this.send());
    } catch {
      this.say("Not sent: the portal cannot be reached. What you wrote is kept in this browser; send it again later.");
    } finally {
      this.sending = false;
    }
  }

  /* Somebody who has signed in again since this page was made has another token: it is fetched, and the form sent
     once more. */
  async send() {
    const answer = await this.post();
    if (!isSignedOut(answer)) return answer;
    const token = await this.newToken();
    if (!token) return answer;
    this.form.elements.csrfmiddlewaretoken.value = token;
    return this.post();
  }

  post() {
    return fetch(this.form.action, {
      method: "POST",
      body: new FormData(this.form),
      headers: { "HX-Request": "true", Accept: "text/html" },
    });
  }

  async newToken() {
    const answer = await fetch(this.form.action, { headers: { "HX-Request": "true", Accept: "text/html" } });
    if (!answer.ok || isSignedOut(answer)) return null;
    const found = parsed(await answer.text()).querySelector("form textarea[name=body]")?.form;
    return found?.elements.csrfmiddlewaretoken?.value;
  }

  async answered(answer) {
    if (isSignedOut(answer)) return this.signedOut();
    if (answer.status === 422) return this.corrected(parsed(await answer.text()));
    if (!answer.ok) {
      return this.say(`Not sent: the portal answered ${answer.status}. What you wrote is kept in this browser.`);
    }
    this.stop.abort(); // what is removed while it has the focus tells that it changed, and would be kept again
    forget(this.draftName);
    const key = this.form.elements.key?.value;
    this.remove();
    const detail = { annotated: this.annotated, focus: key && `margin-${key}` };
    document.dispatchEvent(new CustomEvent("annotated-stale", { detail }));
  }

  signedOut() {
    const link = document.createElement("a");
    link.href = this.signIn;
    link.textContent = "Sign in";
    this.said.replaceChildren(
      "Not sent: you are signed out, or may not write here. What you wrote is kept in this browser. ",
      link,
      ", and it stands here again.",
    );
    this.moved();
  }

  /* The form as the server sends it back, with what is wrong said at its fields. */
  corrected(page) {
    const form = page.querySelector("form textarea[name=body]")?.form;
    if (!form) return this.say("Not sent: the portal refused it. What you wrote is kept in this browser.");
    this.form.replaceWith(document.importNode(form, true));
    this.dress();
    this.say("Not sent: see what is said at the fields.");
    (this.form.querySelector("[aria-invalid=true], .errorlist ~ :is(input, textarea)") ?? this.form.elements.body).focus();
  }

  say(words) {
    this.said.textContent = words;
    this.moved();
  }
}

/* Puts a field away under a line that opens it, unless something is said in it. */
function fold(box, words) {
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = words;
  details.open = Boolean(box.querySelector("textarea")?.value);
  box.replaceWith(details);
  details.append(summary, box);
}

function isSignedOut(answer) {
  return answer.status === 401 || answer.status === 403 || (answer.redirected && answer.url.includes("/accounts/login/"));
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

/* A version 4 UUID; `randomUUID` is missing on pages that came without https. */
function fresh() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function store(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    /* a browser that keeps nothing: the words are kept as long as the page is */
  }
}

function forget(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    /* nothing was kept */
  }
}

/* Gives each field, and what refers to it, a name of this form's: the page may have the same form already. */
function rename(form, suffix) {
  const names = new Set([...form.querySelectorAll("[id]")].map((element) => element.id));
  for (const attribute of ["id", "for", "aria-describedby", "aria-labelledby"]) {
    for (const element of form.querySelectorAll(`[${attribute}]`)) {
      const words = element.getAttribute(attribute).split(" ");
      element.setAttribute(attribute, words.map((name) => (names.has(name) ? name + suffix : name)).join(" "));
    }
  }
}

customElements.define("note-form", NoteForm);
