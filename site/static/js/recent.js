// What was looked at before, below a product. The list lives in this browser alone: the shop sets no cookie for it and
// keeps nothing. It is asked for when the shopper comes near the end of the page, so that nothing moves in sight.

const NAME = "recently_seen";
const MOST = 5; // one of them is the product itself
const section = document.querySelector("#recently-seen");

function remembered() {
  try {
    const keys = JSON.parse(localStorage.getItem(NAME));
    return Array.isArray(keys) ? keys.filter(Number.isSafeInteger) : [];
  } catch {
    return []; // no storage, or not ours
  }
}

function remember(keys) {
  try {
    if (keys.length) localStorage.setItem(NAME, JSON.stringify(keys));
    else localStorage.removeItem(NAME);
  } catch {
    // A browser that keeps nothing shows nothing.
  }
}

async function show(keys) {
  const query = new URLSearchParams(keys.map((key) => ["product", key]));
  const answer = await fetch(`${section.dataset.from}?${query}`);
  if (!answer.ok) return;
  section.innerHTML = await answer.text();
  section.hidden = !section.firstElementChild;
}

function forget() {
  remember([]);
  section.hidden = true;
  section.replaceChildren();
  document.querySelector("#main").focus({ preventScroll: true });
}

if (section) {
  const own = Number(section.dataset.product);
  const others = remembered().filter((key) => key !== own);
  remember([own, ...others].slice(0, MOST));
  section.addEventListener("click", (event) => {
    if (event.target.closest("[data-forget]")) forget();
  });
  const near = new IntersectionObserver(
    ([entry]) => {
      if (!entry.isIntersecting) return;
      near.disconnect();
      show(others.slice(0, MOST - 1)).catch(() => {});
    },
    { rootMargin: "600px" },
  );
  if (others.length) near.observe(document.querySelector("footer"));
}
