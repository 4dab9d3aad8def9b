// A product's form works without this: the answer says what is missing or sold out. With it, price and stock
// follow the chosen options at once, pills show what cannot be had with the others chosen, and what is sold out
// cannot be sent.

const form = document.querySelector("[data-product-form]");
const data = document.querySelector("#choices");
if (form && data) follow(form, JSON.parse(data.textContent));

function follow(form, variants) {
  const box = form.closest("[data-product]");
  const price = box.querySelector("[data-price]");
  const stock = form.querySelector("[data-stock]");
  const buy = form.querySelector("[data-buy]");
  const quantity = form.querySelector("[name=quantity]");
  const nothing = form.querySelector("[data-no-such]");
  const before = { price: price?.innerHTML, stock: stock.innerHTML };

  const groups = [...new Set([...form.querySelectorAll("input[type=radio]")].map((input) => input.name))];
  const codeOf = (name) => name.replace(/^option_/, "");
  const valueOf = (variant, name) => (name === "sku" ? variant.sku : variant.options[codeOf(name)]);
  const chosen = () => new Map(groups.map((name) => [name, form.elements[name]?.value || ""]));

  function matching(choices) {
    return variants.filter((variant) =>
      [...choices].every(([name, value]) => !value || valueOf(variant, name) === value),
    );
  }

  function showPills(choices) {
    for (const input of form.querySelectorAll("input[type=radio]")) {
      const others = new Map([...choices, [input.name, input.value]]);
      const possible = matching(others).some((variant) => variant.state !== "sold_out");
      const pill = input.closest(".pill");
      pill.classList.toggle("pill--unavailable", !possible);
      const words = pill.querySelector("[data-sold-out], .visually-hidden");
      if (words) words.hidden = possible;
    }
  }

  function words(text, kind) {
    const span = document.createElement("span");
    span.className = kind;
    span.textContent = text;
    return span;
  }

  function showPrice(variant) {
    if (!price) return;
    const shown = document.createElement("span");
    shown.className = "price price--large";
    if (variant.before) {
      const now = document.createElement("ins");
      now.textContent = variant.price;
      const was = document.createElement("del");
      was.textContent = variant.before;
      shown.append(now, " ", was);
    } else {
      shown.textContent = variant.price;
    }
    price.replaceChildren(shown);
  }

  function show() {
    const choices = chosen();
    showPills(choices);
    const complete = [...choices.values()].every(Boolean);
    const [variant] = complete ? matching(choices) : [];
    if (!complete) {
      if (price) price.innerHTML = before.price;
      stock.innerHTML = before.stock;
    } else if (!variant) {
      stock.replaceChildren(nothing.content.cloneNode(true));
    } else {
      showPrice(variant);
      const sold = variant.state === "sold_out";
      stock.replaceChildren(words(variant.wording, sold ? "alert" : "good"));
      if (quantity) {
        quantity.max = variant.most;
        if (Number(quantity.value) > variant.most) quantity.value = variant.most;
      }
    }
    if (buy) buy.disabled = complete && (!variant || variant.state === "sold_out");
  }

  form.addEventListener("change", show);
  addEventListener("pageshow", show);
  show();
}
