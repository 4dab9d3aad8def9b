// What was put into the cart is shown over the page, so that one can go on looking. Without this, the answer is the
// cart's page.

const dialog = document.querySelector("#mini-cart");

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target === dialog && !dialog.open) dialog.showModal();
});

// An answer that is no part of a page (the shop is busy, or away) is shown as the page that it is.
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.target === dialog) event.detail.elt.form.submit();
});

document.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[data-added-close]")) dialog?.close();
});
