"""The account's mails: in text and in HTML, with links that work from anywhere."""

from pathlib import Path

import pytest
from django.conf import settings

from customers.mail import account_mail

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "email"
NAMES = sorted(path.name.removesuffix(".html") for path in TEMPLATES.glob("account_*.html"))
CONTEXT = {
    "url": "https://shop.example/account/x/?a=1&b=2",
    "login_url": "https://shop.example/account/login/",
    "reset_url": "https://shop.example/account/password/reset/",
    "signup_url": "https://shop.example/account/signup/",
    "new_email": "o'neill@example.com",
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_mail_has_a_subject_a_text_and_a_page(name, mailbox):
    account_mail(name, "ada@example.com", CONTEXT)

    (message,) = mailbox.to("ada@example.com")
    html = str(message.alternatives[0][0])
    assert message.subject
    assert "\n" not in message.subject
    assert "&" not in message.subject
    assert "{" not in f"{message.subject}{message.body}"
    assert "&amp;" not in message.body
    assert "&#x27;" not in message.body
    assert "<h1>" in html
    for url in CONTEXT.values():
        assert (url in message.body) == (url.replace("&", "&amp;").replace("'", "&#x27;") in html)


def test_every_mail_has_its_three_templates():
    for name in NAMES:
        assert (TEMPLATES / f"{name}.txt").exists()
        assert (TEMPLATES / f"{name}.subject.txt").exists()


@pytest.mark.django_db
def test_links_go_to_the_shop_whatever_host_was_asked(client, mailbox, settings):
    settings.BASE_URL = "https://shop.example"

    client.post("/account/password/reset/", {"email": "eve@example.com"}, headers={"host": "evil.example"})

    assert "https://shop.example/account/signup/" in mailbox.to("eve@example.com")[0].body
    assert "evil.example" not in mailbox.to("eve@example.com")[0].body
