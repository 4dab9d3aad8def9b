"""Where a customer is logged in: seen in a list, ended one by one or all at once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.authtoken.models import Token

from customers import log_ins
from customers.browsers import in_words
from customers.models import Customer, LogIn
from tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"


@pytest.fixture
def ada(db: None) -> Customer:
    return CustomerFactory(email="ada@example.com", password=PASSWORD)


def logged_in(email: str = "ada@example.com", agent: str = FIREFOX, password: str = PASSWORD) -> Client:
    browser = Client(headers={"user-agent": agent})
    answer = browser.post("/account/login/", {"username": email, "password": password})
    assert answer.status_code == 302
    return browser


def is_logged_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


def test_each_browser_is_listed_in_words_and_this_one_is_marked(ada: Customer) -> None:
    phone, desk = logged_in(agent=CHROME), logged_in()
    page = desk.get("/account/sessions/").content.decode()
    assert "Chrome on Android" in page
    assert "Firefox on Linux" in page
    assert page.count("this one") == 1
    assert is_logged_in(phone)


def test_a_browser_that_is_ended_is_a_strangers_at_its_next_request(ada: Customer) -> None:
    phone, desk = logged_in(agent=CHROME), logged_in()
    row = LogIn.objects.get(browser="Chrome on Android")
    desk.post(f"/account/sessions/{row.pk}/end/")
    assert not is_logged_in(phone)
    assert is_logged_in(desk)
    assert LogIn.objects.count() == 1


def test_everywhere_else_is_everywhere_else(ada: Customer) -> None:
    others, desk = [logged_in(), logged_in(agent=CHROME)], logged_in()
    Token.objects.create(user=ada)
    answer = desk.post("/account/sessions/others/end/", follow=True)
    assert "2 other browsers are logged out." in answer.content.decode()
    assert not any(map(is_logged_in, others))
    assert is_logged_in(desk)
    assert not Token.objects.exists()


def test_nobody_ends_the_log_in_of_another_nor_this_one_by_mistake(ada: Customer) -> None:
    desk = logged_in()
    CustomerFactory(email="eve@example.com", password=PASSWORD)
    eve = logged_in("eve@example.com")
    own, adas = LogIn.objects.get(customer__email="eve@example.com"), LogIn.objects.get(customer=ada)
    assert eve.post(f"/account/sessions/{adas.pk}/end/").status_code == 404
    assert eve.post(f"/account/sessions/{own.pk}/end/").status_code == 404
    assert is_logged_in(desk)
    assert is_logged_in(eve)
    assert Client().post(f"/account/sessions/{adas.pk}/end/").status_code == 302


def test_logging_out_takes_it_off_the_list(ada: Customer) -> None:
    desk = logged_in()
    desk.post("/account/logout/")
    assert not LogIn.objects.exists()


def test_a_changed_password_leaves_one_log_in_that_works(ada: Customer) -> None:
    phone, desk = logged_in(agent=CHROME), logged_in()
    new = "another-horse-battery"
    desk.post("/account/password/", {"current_password": PASSWORD, "new_password": new})
    assert is_logged_in(desk)
    assert not is_logged_in(phone)
    assert [each.browser for each in log_ins.log_ins_of(ada)] == ["Firefox on Linux"]


def test_pages_write_once_an_hour_that_somebody_was_seen(ada: Customer) -> None:
    desk = logged_in()
    before = LogIn.objects.get().seen_at
    desk.get("/account/")
    assert LogIn.objects.get().seen_at == before
    session = desk.session
    session[log_ins.IN_SESSION] = [session.session_key, 0]
    session.save()
    desk.get("/account/")
    assert LogIn.objects.get().seen_at > before


def test_what_ended_by_itself_is_not_listed_and_forgotten_in_time(ada: Customer) -> None:
    desk, phone = logged_in(), logged_in(agent=CHROME)
    phone.session.delete()
    assert [each.browser for each in log_ins.log_ins_of(ada)] == ["Firefox on Linux"]
    LogIn.objects.filter(browser="Chrome on Android").update(seen_at=timezone.now().replace(year=2020))
    assert log_ins.forget_old() == 1
    assert is_logged_in(desk)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (CHROME, "Chrome on Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("curl/8.5", ""),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_browsers_in_words(agent: str, words: str) -> None:
    assert in_words(agent) == words
