/* <search-page>: what is left to do when htmx has swapped what was found: the focus of something that is no longer
   there goes to the count, and a search that fails is shown as the page it is. */

/* Going back or forward asks for a page anew. Only the last one asked for may arrive, or a slow answer would put another
   page under the address. */
let restoring;
document.addEventListener("htmx:historyCacheMiss", (event) => {
  restoring?.abort();
  restoring = event.detail.xhr;
  htmx.trigger("search-page form", "htmx:abort");
});

class SearchPage extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.addEventListener("htmx:afterSettle", () => this.settled(), { signal });
    this.addEventListener("htmx:responseError", (event) => location.assign(event.detail.pathInfo.finalRequestPath), {
      signal,
    });
    this.addEventListener("htmx:sendError", () => this.say("The portal could not be reached. Try again."), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  settled() {
    this.querySelector("#announced").classList.add("hidden");
    if (document.activeElement === document.body) this.querySelector("#found-title")?.focus({ preventScroll: true });
  }

  say(words) {
    const place = this.querySelector("#announced");
    place.textContent = words;
    place.classList.remove("hidden");
  }
}

customElements.define("search-page", SearchPage);
