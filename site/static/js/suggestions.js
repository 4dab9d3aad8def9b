// The search field is a form with a button. With this it suggests while somebody types: a combobox with a list
// below it, to be walked by arrow keys; Enter goes to what is chosen or searches, Escape closes.

const WAIT = 120;
const SHORTEST = 2;

for (const form of document.querySelectorAll("form[data-suggestions]")) begin(form);

function begin(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("div");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  list.hidden = true;
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let chosen = -1;
  let timer;
  let asking;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(place) {
    chosen = place;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const option = options()[place];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function show(found) {
    list.replaceChildren();
    addGroup(form.dataset.searches, found.searches.map((words) => ({ name: words, url: searchFor(words) })));
    addGroup(form.dataset.categories, found.categories);
    addGroup(form.dataset.products, found.products);
    const some = options().length > 0;
    list.hidden = !some;
    input.setAttribute("aria-expanded", String(some));
    choose(-1);
  }

  function searchFor(words) {
    return `${form.action}?${new URLSearchParams({ q: words })}`;
  }

  function addGroup(label, entries) {
    if (!entries.length) return;
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", label);
    const heading = document.createElement("p");
    heading.className = "suggestions__heading";
    heading.setAttribute("aria-hidden", "true");
    heading.textContent = label;
    group.append(heading);
    for (const { name, url } of entries) {
      const option = document.createElement("a");
      option.id = `${list.id}-${list.querySelectorAll("a").length + group.querySelectorAll("a").length}`;
      option.className = "suggestions__option";
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.tabIndex = -1;
      option.href = url;
      option.textContent = name;
      group.append(option);
    }
    list.append(group);
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const address = `${form.dataset.suggestions}?${new URLSearchParams({ q: input.value })}`;
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
      if (answer.ok && document.activeElement === input) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < SHORTEST) close();
    else timer = setTimeout(ask, WAIT);
  });

  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const last = options().length - 1;
    if (event.key === "ArrowDown") choose(chosen === last ? -1 : chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen === -1 ? last : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) options()[chosen].click();
    else return;
    event.preventDefault();
  });

  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  form.addEventListener("submit", close);
}
