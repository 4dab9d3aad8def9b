// Each picture of a gallery is a link to its large self. With this it opens in a dialog instead.

const galleryOf = (element) => element.closest(".gallery");
const linksOf = (gallery) => [...gallery.querySelectorAll("[data-zoom]")];

function show(gallery, index) {
  const links = linksOf(gallery);
  const place = (index + links.length) % links.length;
  const link = links[place];
  const picture = new Image(Number(link.dataset.width), Number(link.dataset.height));
  picture.alt = link.querySelector("img").alt;
  picture.src = link.href;
  const dialog = gallery.querySelector("dialog");
  dialog.dataset.at = place;
  dialog.querySelector(".zoom__picture").replaceChildren(picture);
  dialog.querySelector("[data-zoom-place]").textContent = `${place + 1} / ${links.length}`;
  for (const step of dialog.querySelectorAll("[data-zoom-step]")) step.hidden = links.length < 2;
  if (!dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  const link = event.target.closest("[data-zoom]");
  const step = event.target.closest("[data-zoom-step]");
  if (link) {
    event.preventDefault();
    show(galleryOf(link), linksOf(galleryOf(link)).indexOf(link));
  } else if (step) {
    show(galleryOf(step), Number(step.closest("dialog").dataset.at) + Number(step.dataset.zoomStep));
  } else if (event.target.closest("[data-zoom-close], .zoom__picture")) {
    event.target.closest("dialog").close();
  }
});

document.addEventListener("keydown", (event) => {
  const dialog = document.querySelector("dialog.zoom[open]");
  if (!dialog) return;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step) show(galleryOf(dialog), Number(dialog.dataset.at) + step);
});
