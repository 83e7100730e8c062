/* <pass-key>: a form that a passkey fills in. The page holds what the server asks as JSON, or data-options-from names
   the address that tells it; data-new makes a key instead of showing one. */
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const withBytes = (keys) => keys?.map((key) => ({ ...key, id: toBytes(key.id) }));

/** What the browser wants in place of the JSON that the server sent. */
function asked({ publicKey }) {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (options.user) options.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.allowCredentials) options.allowCredentials = withBytes(options.allowCredentials);
  if (options.excludeCredentials) options.excludeCredentials = withBytes(options.excludeCredentials);
  return { publicKey: options };
}

/** What the server wants in place of the browser's answer. */
function answered(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = toText(credential.response[part]);
  }
  const transports = credential.response.getTransports?.();
  if (transports) response.transports = transports;
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

const WORDS = {
  NotAllowedError: "No passkey was used. Try again, or use another way.",
  InvalidStateError: "That key is one of yours already.",
  SecurityError: "Passkeys need an address with a name and https, or http://localhost on your own machine.",
};

class PassKey extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.button = this.form?.querySelector("button");
    if (!this.button || !window.PublicKeyCredential) return;
    this.stop = new AbortController();
    this.button.addEventListener("click", () => this.use(), { signal: this.stop.signal });
    this.form.addEventListener("submit", (event) => this.submitted(event), { signal: this.stop.signal });
    this.hidden = false;
  }

  disconnectedCallback() {
    this.stop?.abort();
  }

  /** Enter in the name's box means the button. */
  submitted(event) {
    if (this.form.elements.credential.value) return;
    event.preventDefault();
    this.use();
  }

  async use() {
    const signal = this.stop.signal;
    this.button.disabled = true;
    this.say("");
    try {
      const options = { ...asked(await this.options(signal)), signal };
      const way = "new" in this.dataset ? "create" : "get";
      const credential = await navigator.credentials[way](options);
      this.form.elements.credential.value = JSON.stringify(answered(credential));
      this.form.requestSubmit();
    } catch (error) {
      this.say(WORDS[error.name] ?? "The passkey could not be used. Try again, or use another way.");
      this.button.disabled = false;
    }
  }

  async options(signal) {
    const address = this.dataset.optionsFrom;
    if (!address) return JSON.parse(this.querySelector("script[type='application/json']").textContent);
    const response = await fetch(address, { headers: { Accept: "application/json" }, signal });
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
    return (await response.json()).request_options;
  }

  say(words) {
    const place = this.form.querySelector(".problem");
    place.textContent = words;
    place.hidden = !words;
  }
}

customElements.define("pass-key", PassKey);
