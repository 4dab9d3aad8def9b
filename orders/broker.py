"""Telling Celery's broker of work that is in the database already: a shopper waits for it briefly, or not at all."""

from __future__ import annotations

import logging
import time

from celery import current_app

logger = logging.getLogger(__name__)

CONFIRMED_WITHIN = 5.0
"""Seconds in which RabbitMQ is to say that it has the task."""
PATIENCE = 1.0
"""How many seconds the broker may keep a shopper waiting before it is left in peace."""
IN_PEACE = 30.0
"""For how many seconds then: staff who move a hundred orders wait for a time-out once, not a hundred times."""


class _Broker:
    """What this process knows of it. Threads may overwrite each other's news: it is as good as their own."""

    left_in_peace_until = float("-inf")

    def tell(self, task: str, *args: str) -> bool:
        """Send the task; False where that was not possible. Never raises: who calls has other ways to be found."""
        began = time.monotonic()
        if began < self.left_in_peace_until:
            return False
        try:
            current_app.send_task(task, args=args, confirm_timeout=CONFIRMED_WITHIN)
        except Exception as error:
            ended = time.monotonic()
            if ended - began > PATIENCE:
                self.left_in_peace_until = ended + IN_PEACE
            logger.warning("The broker was not told of %s %s: %s", task, " ".join(args), error)
            return False
        return True


tell = _Broker().tell
