"""A mail as a row and back again, with nothing lost on the way: copies, headers, alternatives, attachments."""

from __future__ import annotations

from base64 import b64decode, b64encode
from email.message import Message
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives

from orders.invoicing.files import PDF, pdf_of
from orders.models import Invoice, Order, OutboxMessage

TOPIC_HEADER = "X-Pipit-Topic"
DEFAULT_TOPIC = "mail"


def pack(
    message: EmailMessage, *, order: Order | None = None, invoice: Invoice | None = None
) -> OutboxMessage:
    """The row of a mail. Not saved. No query. An invoice goes in by its key; `unpack` finds its PDF."""
    headers = {name: str(value) for name, value in (message.extra_headers or {}).items()}
    topic = headers.pop(TOPIC_HEADER, DEFAULT_TOPIC)
    is_html = message.content_subtype == "html"
    row = OutboxMessage(
        topic=topic[:60],
        order=order,
        recipients=[str(address) for address in message.to],
        cc=[str(address) for address in message.cc],
        bcc=[str(address) for address in message.bcc],
        reply_to=[str(address) for address in message.reply_to],
        subject=" ".join(str(message.subject).split())[:998],
        text="" if is_html else _clean(message.body),
        html=_clean(message.body) if is_html else "",
        from_email=str(message.from_email or settings.DEFAULT_FROM_EMAIL),
        headers=headers,
    )
    for content, mimetype in getattr(message, "alternatives", []):
        if mimetype == "text/html" and not row.html and isinstance(content, str):
            row.html = _clean(content)
        else:
            row.attachments.append(_part("alternative", None, content, mimetype))
    row.attachments += [_attachment(attached) for attached in message.attachments]
    if invoice is not None:
        row.attachments.append(
            {"kind": "invoice", "name": invoice.file_name, "mimetype": PDF, "invoice": invoice.pk}
        )
    return row


def unpack(row: OutboxMessage) -> EmailMessage:
    """The mail of a row, under a Message-ID that is the same each time. Draws an invoice that nobody drew before."""
    only_html = bool(row.html and not row.text)
    message = EmailMultiAlternatives(
        subject=row.subject,
        body=row.html if only_html else row.text,
        from_email=row.from_email,
        to=row.recipients,
        cc=row.cc,
        bcc=row.bcc,
        reply_to=row.reply_to,
        headers={"Message-ID": message_id(row), **row.headers},
    )
    if only_html:
        message.content_subtype = "html"
    elif row.html:
        message.attach_alternative(row.html, "text/html")
    for part in row.attachments:
        if part["kind"] == "invoice":
            message.attach(part["name"], pdf_of(Invoice.objects.get(pk=part["invoice"])), PDF)
            continue
        content: Any = b64decode(part["content"])
        if part["mimetype"].startswith("text/"):
            content = content.decode(errors="replace")
        if part["kind"] == "alternative":
            message.attach_alternative(content, part["mimetype"])
        else:
            message.attach(part["name"], content, part["mimetype"])
    return message


def message_id(row: OutboxMessage) -> str:
    """The row's own Message-ID (RFC 5322, 3.6.4), under the domain of its sender."""
    domain = parseaddr(row.from_email)[1].rpartition("@")[2] or "localhost"
    return f"<{row.pk}@{domain}>"


def _attachment(attached: Any) -> dict[str, str | None]:
    """Django attaches either a MIME part or a (name, content, type) of it."""
    if isinstance(attached, Message):
        payload = attached.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else attached.as_bytes()
        return _part("file", attached.get_filename(), content, attached.get_content_type())
    name, content, mimetype = attached
    if isinstance(content, EmailMessage):
        return _part("file", name, content.message().as_bytes(), mimetype)
    return _part("file", name, content.as_bytes() if isinstance(content, Message) else content, mimetype)


def _part(kind: str, name: str | None, content: str | bytes, mimetype: str | None) -> dict[str, str | None]:
    raw = content.encode() if isinstance(content, str) else content
    return {
        "kind": kind,
        "name": name,
        "mimetype": mimetype or "application/octet-stream",
        "content": b64encode(raw).decode("ascii"),
    }


def _clean(text: object) -> str:
    """Without the null character, which PostgreSQL cannot keep."""
    return str(text).replace("\x00", "")
