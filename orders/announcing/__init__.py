"""Telling other programs what happened in the shop: webhooks, as the Standard Webhooks specification has them.

https://github.com/standard-webhooks/standard-webhooks; docs/adr/0014-webhooks-leave-by-the-outbox.md says why.
"""
