"""Messages are signed as the Standard Webhooks specification says, so that receivers' libraries can verify them."""

import hmac
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from orders.announcing import endpoints
from orders.announcing.signing import signed_headers
from orders.models import WebhookEndpoint
from orders.models.webhook import new_secret
from tests.factories import WebhookEndpointFactory

# The example that the specification's own libraries are tested with.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE_ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
AT = datetime.fromtimestamp(1614265330, UTC)
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_specifications_own_example_comes_out() -> None:
    assert signed_headers(message_id=MESSAGE_ID, at=AT, body=BODY, secrets=[SECRET]) == {
        "webhook-id": MESSAGE_ID,
        "webhook-timestamp": "1614265330",
        "webhook-signature": SIGNATURE,
    }


def test_several_secrets_sign_beside_each_other() -> None:
    other = new_secret()
    headers = signed_headers(message_id=MESSAGE_ID, at=AT, body=BODY, secrets=[other, SECRET])
    signed = f"{MESSAGE_ID}.1614265330.".encode() + BODY
    by_other = hmac.new(b64decode(other.removeprefix("whsec_")), signed, "sha256").digest()
    assert headers["webhook-signature"] == f"v1,{b64encode(by_other).decode()} {SIGNATURE}"


def test_a_secret_is_256_bits_nobody_else_has() -> None:
    secrets = {new_secret() for _ in range(50)}
    assert len(secrets) == 50
    assert all(len(b64decode(secret.removeprefix("whsec_"), validate=True)) == 32 for secret in secrets)
    assert len(new_secret()) <= (WebhookEndpoint._meta.get_field("secret").max_length or 0)


@pytest.mark.django_db
def test_after_a_rotation_the_old_secret_signs_too_for_a_day_and_not_longer() -> None:
    endpoint = WebhookEndpointFactory()
    first = endpoint.secret
    now = timezone.now()
    rotated = endpoints.rotate_secret(endpoint=endpoint)
    assert rotated.secret != first
    assert rotated.secrets(now) == [rotated.secret, first]
    assert rotated.secrets(now + timedelta(hours=23, minutes=59)) == [rotated.secret, first]
    assert rotated.secrets(now + timedelta(hours=24, minutes=1)) == [rotated.secret]
    again = endpoints.rotate_secret(endpoint=endpoint)
    assert again.secrets(now) == [again.secret, rotated.secret]


@pytest.mark.django_db
def test_an_endpoint_written_into_a_log_does_not_tell_its_secret() -> None:
    endpoint = WebhookEndpointFactory()
    assert endpoint.secret not in f"{endpoint} {endpoint!r}"
