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
