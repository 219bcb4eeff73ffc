// Small comforts on top of pages that work without script. Each finds its places by a data attribute.
"use strict";

// Menus close when one clicks elsewhere or presses Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.bar-menu[open], details.drop[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.bar-menu[open], details.drop[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
  // "/" goes to the search, as in most programs that people live in.
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector(".bar-search input");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});

// A form sent back with problems begins at their summary.
const wrong = document.querySelector(".summary");
if (wrong) wrong.focus();

// Sends what is typed into a form so far, without its files, for the server to do something small with.
const sendSoFar = (form, wish) => {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") body.append(name, value);
  }
  body.set("_do", wish);
  return fetch(form.action, { method: "POST", body, redirect: "error" });
};

// The points of a checklist follow what is typed. The server works them out, as it does without script.
for (const place of document.querySelectorAll("[data-totals]")) {
  const form = place.closest("form");
  let waiting;
  const total = async () => {
    try {
      const answer = await sendSoFar(form, "total");
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...fresh.body.childNodes);
    } catch {
      // The next change asks again.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(total, 400);
  });
  total();
}

// What is typed into a long form is kept as a draft now and then, so that a flat battery costs nothing.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const told = form.querySelector("[data-autosaved]");
  let waiting;
  const keep = async () => {
    try {
      const answer = await sendSoFar(form, "autosave");
      if (told && answer.ok) told.textContent = told.dataset.autosaved;
    } catch {
      // The next change tries again; the form itself still holds everything.
    }
  };
  form.addEventListener("input", () => {
    if (told) told.textContent = "";
    clearTimeout(waiting);
    waiting = setTimeout(keep, 4000);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

// Printing is the browser's; the button only saves looking for it.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A position is taken from the machine when asked for.
for (const button of document.querySelectorAll("button[data-here]")) {
  if (!navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const input = document.getElementById(button.dataset.here);
      input.value = `${coords.longitude.toFixed(6)},${coords.latitude.toFixed(6)}`;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
}

// A board moves when someone else moves a card: it asks whether the journal went on, and if so takes the page anew. Asking
// and not listening, so that an open board keeps no connection and no server from closing.
for (const live of document.querySelectorAll("[data-live]")) {
  let seen;
  setInterval(async () => {
    if (document.hidden || live.contains(document.activeElement)) return;
    try {
      const { journal } = await (await fetch("/health")).json();
      const before = seen;
      seen = journal;
      if (before === undefined || before === journal) return;
      const text = await (await fetch(location.href)).text();
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
      if (fresh) live.replaceChildren(...fresh.childNodes);
    } catch {
      // Asked again in a moment.
    }
  }, 3000);
}
