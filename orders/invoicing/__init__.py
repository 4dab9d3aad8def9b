"""Invoices, credit notes and packing slips: numbered, written down for good, drawn as PDF."""

from orders.invoicing.issuing import issue_credit_note, issue_first_invoice, issue_invoice

__all__ = ["issue_credit_note", "issue_first_invoice", "issue_invoice"]
