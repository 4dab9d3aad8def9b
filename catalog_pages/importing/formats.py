"""The formats there are, and which of them a file is in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalog_pages.importing import magento, pipit, woocommerce
from catalog_pages.importing.csv_file import CsvFile
from catalog_pages.importing.exceptions import ImportStopped
from catalog_pages.importing.families import FamilyReader

READERS: dict[str, type[FamilyReader]] = {
    magento.NAME: magento.MagentoReader,
    woocommerce.NAME: woocommerce.WooCommerceReader,
    pipit.NAME: pipit.PipitReader,
}
NEEDED = {magento.NAME: magento.NEEDED, woocommerce.NAME: woocommerce.NEEDED, pipit.NAME: pipit.NEEDED}


def format_of(file: CsvFile, named: str = "") -> str:
    """The format `named`, or the one whose columns the header has. Raises ImportStopped where none fits."""
    header = set(file.header)
    if named:
        missing = sorted(NEEDED[named] - header)
        if missing:
            reason = _("%(file)s is not a %(format)s file: these columns are missing: %(columns)s.")
            raise ImportStopped(
                reason % {"file": file.path.name, "format": named, "columns": ", ".join(missing)}
            )
        return named
    for format_name, needed in NEEDED.items():
        if needed <= header:
            return format_name
    reason = _("%(file)s is in no format that can be imported (%(formats)s). Its header begins: %(header)s.")
    start = ", ".join(file.header[:6])
    raise ImportStopped(
        reason % {"file": file.path.name, "formats": ", ".join(NEEDED), "header": start[:200]}
    )
