// Pages are the same for everybody; how much is in the cart stands in a cookie of its own (orders/badge.py). Run
// while the page is being read, so that the number is there when the head is first painted and nothing moves.

{
  const fill = () => {
    const badge = document.querySelector("#cart-count");
    const pieces = /(?:^|; )cart_pieces=(\d{1,6})(?:;|$)/.exec(document.cookie)?.[1] ?? "";
    if (!badge || badge.dataset.known !== undefined) return;
    if (!Number(pieces)) return badge.replaceChildren();
    const number = document.createElement("span");
    number.setAttribute("aria-hidden", "true");
    number.textContent = pieces;
    const words = document.createElement("span");
    words.className = "visually-hidden";
    words.textContent = badge.dataset[pieces === "1" ? "one" : "many"].replace("%", pieces);
    badge.replaceChildren(number, words);
  };
  fill();
  addEventListener("pageshow", (event) => event.persisted && fill());
}
