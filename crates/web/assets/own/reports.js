// Keeps what a report tells fresh beside its text while one writes, and puts figures where the cursor is. Without it the same
// is done by the form's buttons.
"use strict";

const form = document.querySelector("form[data-preview]");
const text = form?.querySelector("textarea[name=template]");

if (form && text) {
  const told = document.querySelector("#told");
  const found = document.querySelector("#found");
  const status = document.querySelector("[data-status]");
  const word = form.querySelector("[name=q]");
  let asked = 0;
  let waiting;

  // A piece of a page takes the place of the one before; only the answer to the last question counts.
  const put = (place, piece) => {
    const fresh = new DOMParser().parseFromString(piece, "text/html").body;
    place.replaceChildren(...fresh.childNodes);
    offer(place);
  };

  const preview = async () => {
    const turn = ++asked;
    status.textContent = form.dataset.computing;
    try {
      const body = new URLSearchParams();
      for (const name of ["_token", "template"]) body.set(name, form.elements[name].value);
      const answer = await fetch(form.dataset.preview, { method: "POST", body, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const piece = await answer.text();
      if (turn !== asked) return;
      put(told, piece);
      status.textContent = "";
    } catch {
      if (turn === asked) status.textContent = form.dataset.offline;
    }
  };

  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(preview, 900);
  });

  // A figure goes where the cursor is, and the text goes on from there.
  const insert = (snippet) => {
    text.focus();
    text.setRangeText(snippet, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const offer = (place) => {
    for (const button of place.querySelectorAll("[data-snippet]")) button.hidden = false;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-snippet]");
    if (button) {
      event.preventDefault();
      insert(button.dataset.snippet);
      return;
    }
    // A quoted finding is shown where it stands in the text.
    const quote = event.target.closest("[data-quote]");
    const at = quote ? text.value.indexOf(quote.dataset.quote) : -1;
    if (at >= 0) {
      text.focus();
      text.setSelectionRange(at, at + quote.dataset.quote.length);
    }
  });

  const find = async () => {
    const answer = await fetch(form.dataset.figures + encodeURIComponent(word.value));
    if (answer.ok) put(found, await answer.text());
  };
  form.querySelector("button[value=find]").addEventListener("click", (event) => {
    event.preventDefault();
    find();
  });
  word.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      find();
    }
  });
  form.querySelector("button[value=preview]").addEventListener("click", (event) => {
    event.preventDefault();
    preview();
  });
  offer(document);
}
