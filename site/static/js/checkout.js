// While the page asks for another country's fields or another total, a shopper types on. What was typed meanwhile is
// put back into the fields that the answer brings: the answer knows only what stood there when it was asked for.

const TEXTS = "input:not([type=hidden], [type=radio], [type=checkbox]), textarea";
let typed = new Map();

const fields = () => document.querySelectorAll(`#checkout-form :is(${TEXTS})`);

document.addEventListener("htmx:beforeSwap", () => {
  typed = new Map([...fields()].map((field) => [field.name, field.value]));
});

document.addEventListener("htmx:afterSwap", () => {
  for (const field of fields()) {
    if (typed.has(field.name)) field.value = typed.get(field.name);
  }
});
