"""What Celery runs for orders; without a broker, what the web process runs by itself (config.heartbeat)."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from orders import fulfilment, outbox, reconciling, webhooks
from orders.announcing import low_stock, posting

MESSAGES_KEPT = timedelta(days=90)


@shared_task
def deliver(message_id: str) -> None:
    """Send one mail, told of right after it was committed."""
    outbox.deliver(message_id)


@shared_task
def sweep_outbox() -> None:
    """Send every mail that is due and that nobody sent."""
    outbox.sweep()


@shared_task
def expire_unpaid_orders() -> None:
    """Give the stock of orders that were not paid in time back to the shop."""
    fulfilment.expire_unpaid()


@shared_task
def settle_payments() -> None:
    """Finish what is open with payment providers, and ask them about what is awaited."""
    reconciling.sweep()


@shared_task
def forget_provider_messages() -> None:
    """Drop what payment providers told us long ago."""
    webhooks.forget(before=timezone.now() - MESSAGES_KEPT)


@shared_task
def post_webhooks(endpoint_id: str) -> None:
    """Post what is due to one endpoint, told of right after it was committed."""
    posting.post_to(int(endpoint_id))


@shared_task
def sweep_webhooks() -> None:
    """Post every webhook that is due and that nobody posted."""
    posting.sweep()


@shared_task
def announce_low_stock() -> None:
    """Tell other programs of variants of which few are left."""
    low_stock.announce()


@shared_task
def forget_webhooks() -> None:
    """Drop what other programs were told long ago, and what was announced of levels that have risen since."""
    posting.forget(before=timezone.now() - MESSAGES_KEPT)
    low_stock.forget()
