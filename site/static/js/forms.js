// Forms work without this. It adds: the buttons of a quantity, sending a form when a choice changes
// (data-submits), and one order from two clicks (data-once).

const patience = 400; // ms between the last click on a stepper and the answer to it
let timer;

function send(control) {
  clearTimeout(timer);
  timer = setTimeout(() => control.form?.requestSubmit(), control.type === "number" ? patience : 0);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const input = button.closest("[data-stepper]").querySelector("input");
  const before = input.value;
  if (button.dataset.step > 0) input.stepUp();
  else input.stepDown();
  if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (event) => {
  const control = event.target;
  if (!control.matches("[data-submits], form[data-submits] *")) return;
  if (control.form && control.checkValidity()) send(control);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

// A page that comes back from the browser's memory may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
