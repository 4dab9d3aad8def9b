// The card form of the page to pay on. It is Stripe's own (window.Stripe, from Stripe's own address): what is
// typed there never reaches the shop. Without it the page says so, and offers the other ways of paying.

const form = document.getElementById("pay");
const missing = document.getElementById("pay-missing");
const waits = document.getElementById("pay-waits");
const button = document.getElementById("pay-button");
const error = document.getElementById("pay-error");

function say(text) {
  error.textContent = text;
  error.hidden = !text;
}

// Stripe draws in a frame of its own, which the page's style sheets do not reach: it is told the house's colours.
function appearance() {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(name).trim();
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  return { theme: dark ? "night" : "stripe", variables: { borderRadius: token("--radius") || "4px" } };
}

function start() {
  const { key, secret } = form.dataset;
  const stripe = window.Stripe(key);
  const elements = stripe.elements({ clientSecret: secret, appearance: appearance() });
  const card = elements.create("payment");

  missing.hidden = true;
  form.hidden = false;
  waits.hidden = false;
  card.on("ready", () => {
    waits.hidden = true;
    button.disabled = false;
  });
  card.on("loaderror", () => {
    waits.hidden = true;
    form.hidden = true;
    missing.hidden = false;
  });
  card.mount("#card");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    say("");
    const result = await stripe.confirmPayment({
      elements,
      confirmParams: { return_url: form.dataset.return },
      redirect: "if_required",
    });
    if (result.error) {
      say(result.error.message);
      button.disabled = false;
    } else {
      location.assign(form.dataset.return);
    }
  });
}

if (form && window.Stripe) start();
