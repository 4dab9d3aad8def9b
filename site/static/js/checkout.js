// While the page asks for another country's fields or another total, a shopper types on. What was typed meanwhile is
// put back into the fields that the answer brings: the answer knows only what stood there when it was asked for.
// A press of "Place the order" is never lost to such an answer: while the button is down, and once the form is sent,
// the page stays as it is. The server looks at country and total again before anything is ordered.

const TEXTS = "input:not([type=hidden], [type=radio], [type=checkbox]), textarea";
let typed = new Map();
let pressed = false;
let missed = false;

const fields = () => document.querySelectorAll(`#checkout-form :is(${TEXTS})`);
const sent = () => document.querySelector("#checkout-form[data-sent]");

document.addEventListener("htmx:beforeSwap", (event) => {
  if (pressed || sent()) {
    event.detail.shouldSwap = false;
    missed = true;
    return;
  }
  typed = new Map([...fields()].map((field) => [field.name, field.value]));
});

document.addEventListener("htmx:afterSwap", () => {
  for (const field of fields()) {
    if (typed.has(field.name)) field.value = typed.get(field.name);
  }
});

function letGo() {
  pressed = false;
  if (!missed || sent()) return;
  missed = false;
  document.querySelector("#checkout-form [name$=country]").dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("pointerdown", (event) => {
  pressed = Boolean(event.target.closest("#place"));
});
// The click, and with it the form's sending, comes right behind the button's release.
for (const ending of ["pointerup", "pointercancel"]) document.addEventListener(ending, () => setTimeout(letGo));
