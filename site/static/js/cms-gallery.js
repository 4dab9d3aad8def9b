// Several pictures at once into a gallery: each is uploaded to Wagtail's library by Wagtail's own view and
// then added as if it had been chosen in the modal.

window.galleryUpload = (panel, urls) => {
  const prefix = panel.opts.formsetPrefix;
  const input = document.getElementById(`${prefix}-UPLOAD`);
  const status = document.getElementById(`${prefix}-UPLOAD-STATUS`);
  if (!input) return;
  document.getElementById(`${prefix}-UPLOAD-BUTTON`).addEventListener("click", () => input.click());

  const headers = { "X-Requested-With": "XMLHttpRequest" };

  async function upload(file) {
    const body = new FormData();
    body.append("files[]", file);
    body.append("title", file.name.replace(/\.[^.]+$/, "").replace(/[-_]+/g, " "));
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(urls.upload, { method: "POST", body, headers });
    const result = await answer.json();
    if (!result.success) throw new Error(result.error_message);
    if (!result.image_id) throw new Error();
    return result.image_id;
  }

  async function add(id) {
    const answer = await fetch(urls.chosen.replace("/0/", `/${id}/`), { headers });
    const { result } = await answer.json();
    panel.addForm();
    const field = `${prefix}-${panel.formCount - 1}-${panel.opts.chooserFieldName}`;
    panel.chooserWidgetFactory.getById(field).setStateFromModalData(result);
  }

  input.addEventListener("change", async () => {
    const failed = [];
    for (const [number, file] of [...input.files].entries()) {
      status.textContent = `${status.dataset.uploading} ${number + 1} / ${input.files.length}`;
      try {
        await add(await upload(file));
      } catch (problem) {
        failed.push(`${file.name} ${status.dataset.failed}. ${problem.message}`);
      }
    }
    status.textContent = failed.join(" ");
    input.value = "";
  });
};
