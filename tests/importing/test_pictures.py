"""Photographs of a catalogue: each file once, whatever is broken is left out with a word, pages show the rest."""

import resource
import shutil
import time
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

from catalog_pages.importing.pictures import PictureFacts, PictureRefused, verify_picture
from catalog_pages.models import GalleryImage, ProductPage
from tests.importing.files import all_rows, differences, tee

Image = get_image_model()


@pytest.fixture
def media(tmp_path):
    folder = tmp_path / "media"
    folder.mkdir()
    for number, name in enumerate(("front.jpg", "back.jpg", "side.png")):
        Pillow.new("RGB", (40, 50), (number * 80, 90, 120)).save(folder / name)
    return folder


def gallery():
    return [
        (picture.image.title, picture.alt_text) for picture in GalleryImage.objects.order_by("sort_order")
    ]


def verdict(path):
    with path.open("rb") as file:
        try:
            return verify_picture(file, path.stat().st_size)
        except PictureRefused as refusal:
            return str(refusal)


def test_pictures_become_a_gallery_in_their_order_with_renditions(run_import, pipit_file, media):
    run = run_import(pipit_file(tee(images="front.jpg|back.jpg")), images=media)

    assert gallery() == [("Plain Tee, M", "Plain Tee, M"), ("Plain Tee, M (2)", "Plain Tee, M (2)")]
    assert run.count("photographs stored") == "2"
    assert all(image.renditions.count() == 6 for image in Image.objects.all())


def test_the_same_content_under_two_names_is_stored_once(run_import, pipit_file, media):
    shutil.copy(media / "front.jpg", media / "again.jpg")
    run_import(
        pipit_file(tee(images="front.jpg|again.jpg"), tee("MUG-M", product="MUG", images="again.jpg")),
        images=media,
    )

    assert Image.objects.count() == 1
    assert GalleryImage.objects.count() == 2


def test_a_picture_that_is_in_the_library_already_is_used(run_import, pipit_file, media):
    run_import(pipit_file(tee(images="front.jpg")), images=media)
    ProductPage.objects.get().delete()

    run_import(pipit_file(tee("MUG-M", product="MUG", images="front.jpg")), images=media)

    assert Image.objects.count() == 1


def test_pictures_are_found_by_name_alone_and_from_addresses(run_import, pipit_file, media):
    run_import(pipit_file(tee(images="https://shop.example/uploads/FRONT.JPG")), images=media)

    assert len(gallery()) == 1


def test_without_a_folder_nothing_is_fetched_and_that_is_said_once(run_import, pipit_file):
    rows = (
        tee(images="https://shop.example/a.jpg"),
        tee("MUG-M", product="MUG", images="https://shop.example/b.jpg"),
    )
    run = run_import(pipit_file(*rows))

    assert run.err.count("They are not fetched") == 1
    assert not Image.objects.exists()


def test_a_second_import_with_pictures_changes_nothing(run_import, pipit_file, media):
    rows = (tee(images="front.jpg|back.jpg"),)
    run_import(pipit_file(*rows), images=media)
    before = all_rows()

    run = run_import(pipit_file(*rows), images=media)

    assert differences(before, all_rows()) == []
    assert run.count("photographs stored") == "0"


def test_an_import_without_the_folder_leaves_the_gallery(run_import, pipit_file, media):
    run_import(pipit_file(tee(images="front.jpg")), images=media)
    run_import(pipit_file(tee(images="front.jpg", price="21")))

    assert len(gallery()) == 1


def test_new_pictures_join_and_what_editors_added_or_wrote_stays(run_import, pipit_file, media):
    run_import(pipit_file(tee(images="front.jpg|back.jpg")), images=media)
    page = ProductPage.objects.get()
    first = page.gallery.first()
    first.alt_text = "By an editor"
    page.gallery.add(
        GalleryImage(image=Image.objects.create(title="Own", file=first.image.file.name), alt_text="Own")
    )
    page.gallery.add(first)
    page.save_revision().publish()

    run_import(pipit_file(tee(images="side.png|front.jpg")), images=media)

    assert [alt for _title, alt in gallery()] == ["Plain Tee, M", "By an editor", "Own"]


def test_a_broken_picture_is_left_out_with_its_reason_and_the_product_is_not(run_import, pipit_file, media):
    whole = (media / "front.jpg").read_bytes()
    (media / "torn.jpg").write_bytes(whole[: len(whole) // 2])
    (media / "words.jpg").write_text("This is no picture.")
    (media / "empty.jpg").write_bytes(b"")

    run = run_import(pipit_file(tee(images="torn.jpg|words.jpg|empty.jpg|back.jpg")), images=media)

    assert "line 2, TEE: The picture torn.jpg is left out: The picture is broken" in run.err
    assert "The picture words.jpg is left out: It is not a picture of a known kind" in run.err
    assert "The picture empty.jpg is left out: The file is empty." in run.err
    assert run.count("photographs refused") == "3"
    assert len(gallery()) == 1


def test_too_many_pixels_are_refused_before_they_are_decoded(settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1_000_000
    file = BytesIO()
    Pillow.new("1", (2000, 2000)).save(file, "PNG")

    with pytest.raises(PictureRefused, match="2000 x 2000 pixels"):
        verify_picture(file, len(file.getvalue()))


def test_too_many_bytes_are_refused(settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000

    with pytest.raises(PictureRefused, match="too big"):
        verify_picture(BytesIO(b"x" * 2000), 2000)


def test_the_largest_picture_that_is_taken_fits_into_memory(settings):
    side = int(settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS**0.5)
    file = BytesIO()
    Pillow.new("RGB", (side, side)).save(file, "PNG")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert verify_picture(file, len(file.getvalue())).width == side
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


@pytest.mark.realdata
def test_each_hostile_picture_is_taken_or_refused_with_a_reason(shared_data):
    paths = sorted((shared_data / "hostile" / "images").iterdir())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    verdicts = {}
    for path in paths:
        begun = time.monotonic()
        verdicts[path.name] = verdict(path)
        assert time.monotonic() - begun < 5, path.name

    assert len(verdicts) == 84
    refused = {name: reason for name, reason in verdicts.items() if isinstance(reason, str)}
    assert all(refused.values())
    assert {
        "decompression_bomb.gif",
        "decompression_bomb_extents.gif",
        "truncated_jpeg.jpg",
    } <= refused.keys()
    assert len(verdicts) - len(refused) >= 15, "whole pictures with odd metadata are pictures"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


@pytest.mark.realdata
def test_an_import_survives_every_hostile_picture(run_import, pipit_file, shared_data):
    folder = shared_data / "hostile" / "images"
    names = sorted(path.name for path in folder.iterdir())
    rows = (tee(f"T-{n}", product=f"T{n}", name=name, images=name) for n, name in enumerate(names))

    run = run_import(pipit_file(*rows), images=folder)

    refused = int(run.count("photographs refused"))
    assert int(run.count("photographs stored")) + refused == 84
    assert run.err.count("is left out:") == refused
    assert ProductPage.objects.filter(live=True).count() == 84
    assert all(image.renditions.count() == 6 for image in Image.objects.all())


@pytest.mark.realdata
def test_the_upload_form_of_the_cms_takes_and_refuses_the_same(db, shared_data):
    form_class = get_image_form(Image)
    for path in sorted((shared_data / "hostile" / "images").iterdir()):
        upload = SimpleUploadedFile(path.name, path.read_bytes())
        form = form_class(data={"title": path.name}, files={"file": upload})
        if form.is_valid():
            assert isinstance(verdict(path), PictureFacts), path.name
            image = form.save()
            assert image.get_rendition("fill-160x200|format-webp").width
        else:
            assert form.errors["file"], path.name
