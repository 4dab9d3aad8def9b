// What a page sells is worked out when the editor opens. Once another product is chosen it is another's: hide it
// rather than warn of a product that is missing and is not.

document.addEventListener("change", ({ target }) => {
  const goods = document.querySelector("[data-goods-of]");
  if (!goods || target.name !== "product") return;
  const another = target.value !== goods.dataset.goodsOf;
  goods.hidden = another;
  document.querySelector("[data-goods-of-another]").hidden = !another;
});
