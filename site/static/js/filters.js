// Filters are a form with a button. With this a choice answers at once on a desktop, facets stay open
// across answers, and the sheet on a phone behaves as a dialog: Escape closes it, the page behind rests.

const beside = matchMedia("(width >= 62rem)");
const sheet = () => document.querySelector("#filters");
const isOpen = () => location.hash === "#filters" && !beside.matches;

document.addEventListener("change", (event) => {
  const form = event.target.closest("#filters form");
  if (form && beside.matches && event.target.checkValidity()) form.requestSubmit();
});

// What is left empty stays out of the address.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.target?.id !== "listing") return;
  for (const [name, value] of [...detail.formData]) {
    if (value === "") detail.formData.delete(name);
  }
});

let openFacets = new Map();
document.addEventListener("htmx:beforeSwap", () => {
  const facets = document.querySelectorAll("#filters details[id]");
  openFacets = new Map([...facets].map((facet) => [facet.id, facet.open]));
});
document.addEventListener("htmx:afterSwap", () => {
  for (const [id, open] of openFacets) {
    const facet = document.getElementById(id);
    if (facet) facet.open = open;
  }
});

let wasOpen = false;
function settle() {
  const filters = sheet();
  if (!filters) return;
  const open = isOpen();
  for (const element of document.querySelectorAll("body > :not(main), .listing > :not(#filters)")) {
    element.inert = open;
  }
  const next = open ? filters.querySelector("a, button, input") : document.querySelector(".filters__opener");
  if (open !== wasOpen) next?.focus({ preventScroll: true });
  wasOpen = open;
}

addEventListener("hashchange", settle);
beside.addEventListener("change", settle);
settle();

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !isOpen()) return;
  sheet().querySelector(".filters__close").click();
});
