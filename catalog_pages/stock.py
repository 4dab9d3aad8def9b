"""The only writers of stock levels: every change is a conditional UPDATE and a line of the ledger.

Each function opens its own transaction and touches rows in the order of their variants' keys, so that two
of them cannot deadlock. Variants without a StockItem are not tracked, and are passed over in silence.

Each UPDATE keeps `low_since` too: set at the fall to or below `low_stock_threshold`, empty once there is more.

The `reference` names who holds a reservation (an order's number): what `reserve` took under a reference, only
`release` and `ship` under the same reference give up again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Case, DateTimeField, F, Q, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from catalog_pages.compiled import CompiledQuery, Parameter, Parameters
from catalog_pages.compiled_writes import CompiledInsert, CompiledUpdate
from catalog_pages.exceptions import OutOfStock, StockConflict
from catalog_pages.models.stock import StockItem, StockMovement
from catalog_pages.models.variant import Variant
from catalog_pages.renewal import restock_on_commit

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

AVAILABLE = F("on_hand") - F("reserved")
LOW_FROM = F("low_stock_threshold")
MOST_PIECES = 1_000_000_000
"""No level rises above this: an order of magnitude a shelf never sees, and every database can hold."""


def reserve(*, lines: Mapping[int, int], reference: str, actor: AbstractBaseUser | None = None) -> None:
    """Promise `{variant key: pieces}` to `reference`, all of them or none.

    Raises OutOfStock, with nothing written, at the first variant that has too few.
    Two queries, and one a line.
    """
    _check_quantities(lines)
    # All is looked at before anything is written, so that no savepoint is needed to write nothing.
    with transaction.atomic(savepoint=False):
        items = _LOCKED.rows(variants=lines)
        short = next((item for item in items if not _can_promise(item, lines[item.variant_id])), None)
        if short is None:
            _promise(items, lines, reference, actor)
    if short is not None:
        raise _out_of_stock(short.variant_id)


_LOCKED: CompiledQuery[StockItem] = CompiledQuery(
    lambda: (
        StockItem.objects.select_for_update(no_key=True)
        .filter(variant__in=Parameters("variants"))
        .order_by("variant_id")
    )
)


def _can_promise(item: StockItem, quantity: int) -> bool:
    return item.reserved + quantity <= MOST_PIECES and (item.backorder or item.available >= quantity)


def _promise(
    items: Sequence[StockItem], lines: Mapping[int, int], reference: str, actor: AbstractBaseUser | None
) -> None:
    """Write what was looked at; the levels are as they were seen, or nothing is written."""
    now = timezone.now()
    movements = []
    for item in items:
        quantity = lines[item.variant_id]
        left = item.on_hand - item.reserved - quantity
        is_low = left <= item.low_stock_threshold
        promised = _PROMISED.run(
            pk=item.pk,
            on_hand_seen=item.on_hand,
            reserved_seen=item.reserved,
            reserved=item.reserved + quantity,
            low_since=(item.low_since or now) if is_low else None,
        )
        if not promised:
            raise StockConflict(f"the level of variant {item.variant_id} has changed under a lock")
        movements.append(
            StockMovement(
                stock_item_id=item.pk,
                kind=StockMovement.Kind.RESERVE,
                reserved_change=quantity,
                reference=reference,
                actor_id=_key(actor),
            )
        )
    _NEW_MOVEMENTS.rows(movements)
    # Whoever has some left is found as before.
    restock_on_commit(
        item.variant_id for item in items if not item.backorder and item.available == lines[item.variant_id]
    )


_PROMISED = CompiledUpdate(
    lambda: StockItem.objects.filter(
        pk=Parameter("pk"), on_hand=Parameter("on_hand_seen"), reserved=Parameter("reserved_seen")
    ),
    "reserved",
    "low_since",
)
_NEW_MOVEMENTS = CompiledInsert(StockMovement)


def release(*, lines: Mapping[int, int], reference: str, actor: AbstractBaseUser | None = None) -> None:
    """Take back what was promised to `reference`: an order cancelled or expired before it was shipped.

    A variant that `reference` never reserved (it was not tracked then) is passed over. Raises StockConflict,
    with nothing written, when more is released than the reference still holds.
    """
    _give_up(lines=lines, reference=reference, actor=actor, shipped=False)


def ship(*, lines: Mapping[int, int], reference: str, actor: AbstractBaseUser | None = None) -> None:
    """Send out what was promised to `reference`: it leaves the shelf, and the promise is kept.

    A variant that `reference` never reserved (it was not tracked then) is passed over. Raises StockConflict,
    with nothing written, when more is shipped than the reference holds, or than lies on the shelf: backorders.
    """
    _give_up(lines=lines, reference=reference, actor=actor, shipped=True)


def receive(
    *,
    variant: Variant,
    quantity: int,
    reference: str = "",
    reason: str = "",
    actor: AbstractBaseUser | None = None,
) -> StockMovement:
    """Put `quantity` new pieces on the shelf. An untracked variant is tracked from now on.

    Raises StockConflict when the shelf would hold more than MOST_PIECES.
    """
    _check_quantities({variant.pk: quantity})
    with transaction.atomic():
        item, _created = StockItem.objects.get_or_create(variant=variant)
        _add_on_hand(item.pk, quantity, variant)
        restock_on_commit([variant.pk])
        return StockMovement.objects.create(
            stock_item=item,
            kind=StockMovement.Kind.RECEIVE,
            on_hand_change=quantity,
            reference=reference,
            reason=reason,
            actor_id=_key(actor),
        )


def adjust(
    *, variant: Variant, on_hand: int, reason: str, actor: AbstractBaseUser | None = None
) -> StockMovement | None:
    """Set the level to what was counted; None when it was right already.

    An untracked variant is tracked from now on.
    Raises StockConflict when fewer were counted than are promised to orders (and backorders are not taken).
    """
    if not 0 <= on_hand <= MOST_PIECES:
        raise StockConflict(f"{variant.sku}: a shelf cannot hold {on_hand}")
    with transaction.atomic():
        StockItem.objects.get_or_create(variant=variant)
        item = StockItem.objects.select_for_update().get(variant=variant)
        change = on_hand - item.on_hand
        if not change:
            return None
        adjusted = (
            StockItem.objects.filter(pk=item.pk, on_hand=item.on_hand)
            .filter(Q(backorder=True) | Q(reserved__lte=on_hand))
            .update(on_hand=on_hand, low_since=_low_since(Value(on_hand) - F("reserved")))
        )
        if not adjusted:
            raise StockConflict(
                f"{variant.sku}: {item.reserved} are promised to orders, {on_hand} is too few"
            )
        restock_on_commit([variant.pk])
        return StockMovement.objects.create(
            stock_item=item,
            kind=StockMovement.Kind.ADJUST,
            on_hand_change=change,
            reason=reason,
            actor_id=_key(actor),
        )


def set_terms(*, item: StockItem, backorder: bool, low_from: int) -> None:
    """Change on what terms a variant is sold; its level stays as it is. `low_from` pieces are few. One query.

    Raises IntegrityError where backorders end although more is promised than there is.
    """
    StockItem.objects.filter(pk=item.pk).update(
        backorder=backorder, low_stock_threshold=low_from, low_since=_low_since(AVAILABLE, Value(low_from))
    )


def restock(
    *, lines: Mapping[int, int], reference: str, reason: str, actor: AbstractBaseUser | None = None
) -> None:
    """Put back on the shelf what came back after it was shipped. Raises StockConflict as `receive` does."""
    _check_quantities(lines)
    with transaction.atomic():
        movements = []
        for variant_key, item_key in _tracked(lines).items():
            _add_on_hand(item_key, lines[variant_key], variant_key)
            movements.append(
                StockMovement(
                    stock_item_id=item_key,
                    kind=StockMovement.Kind.RETURN,
                    on_hand_change=lines[variant_key],
                    reference=reference,
                    reason=reason,
                    actor_id=_key(actor),
                )
            )
        StockMovement.objects.bulk_create(movements)
        restock_on_commit(lines)


def verify() -> list[str]:
    """Where the ledger does not sum to the level, or `low_since` contradicts it; empty when all is well.

    One line a StockItem, one query.
    """
    is_low, says_low = Q(left__lte=LOW_FROM), Q(low_since__isnull=False)
    wrong = (
        StockItem.objects.annotate(
            left=AVAILABLE,
            ledger_on_hand=Coalesce(Sum("movements__on_hand_change"), 0),
            ledger_reserved=Coalesce(Sum("movements__reserved_change"), 0),
        )
        .filter(
            ~Q(on_hand=F("ledger_on_hand"), reserved=F("ledger_reserved"))
            | (is_low & ~says_low)
            | (~is_low & says_low)
        )
        .order_by("variant__sku")
        .select_related("variant")
    )
    return [f"{item.variant.sku}: {'; '.join(_differences(item))}" for item in wrong]


def _differences(item: Any) -> Iterator[str]:
    if (item.on_hand, item.reserved) != (item.ledger_on_hand, item.ledger_reserved):
        yield f"on hand {item.on_hand}, ledger {item.ledger_on_hand}"
        yield f"reserved {item.reserved}, ledger {item.ledger_reserved}"
    if (item.left <= item.low_stock_threshold) != (item.low_since is not None):
        since = item.low_since.isoformat() if item.low_since else "never"
        yield f"{item.available} available, low from {item.low_stock_threshold}, but low since {since}"


def _give_up(
    *, lines: Mapping[int, int], reference: str, actor: AbstractBaseUser | None, shipped: bool
) -> None:
    """Lower what `reference` holds; when `shipped`, the level on the shelf too."""
    _check_quantities(lines)
    kind = StockMovement.Kind.SHIP if shipped else StockMovement.Kind.RELEASE
    with transaction.atomic():
        # Locked before the ledger is read: a second release of the same reference then sees the first.
        items = StockItem.objects.select_for_update().filter(variant__in=lines).order_by("variant_id")
        keys = {item.variant_id: item.pk for item in items}
        held = _held(list(keys.values()), reference)
        movements = []
        for variant_key, item_key in keys.items():
            quantity = lines[variant_key]
            if item_key not in held:
                continue
            if quantity > held[item_key]:
                raise StockConflict(
                    f"{reference} holds {held[item_key]} of variant {variant_key}, not {quantity}"
                )
            from_shelf = quantity if shipped else 0
            lowered = StockItem.objects.filter(
                pk=item_key, reserved__gte=quantity, on_hand__gte=from_shelf
            ).update(
                reserved=F("reserved") - quantity,
                on_hand=F("on_hand") - from_shelf,
                low_since=_low_since(AVAILABLE + quantity - from_shelf),
            )
            if not lowered:
                raise StockConflict(
                    f"{reference}: fewer than {quantity} of variant {variant_key} on the shelf"
                )
            movements.append(
                StockMovement(
                    stock_item_id=item_key,
                    kind=kind,
                    reserved_change=-quantity,
                    on_hand_change=-from_shelf,
                    reference=reference,
                    actor_id=_key(actor),
                )
            )
        StockMovement.objects.bulk_create(movements)
        restock_on_commit(lines)


def _held(item_keys: list[int], reference: str) -> dict[int, int]:
    """What `reference` still holds of each StockItem it ever reserved."""
    return dict(
        StockMovement.objects.filter(stock_item__in=item_keys, reference=reference)
        .exclude(reserved_change=0)
        .order_by()
        .values_list("stock_item")
        .annotate(held=Sum("reserved_change"))
    )


def _tracked(lines: Mapping[int, int]) -> dict[int, int]:
    """The StockItems of the tracked variants among `lines`, by variant key, in that order."""
    return dict(
        StockItem.objects.filter(variant__in=lines).order_by("variant_id").values_list("variant_id", "pk")
    )


def _add_on_hand(item_key: int, quantity: int, variant: object) -> None:
    added = StockItem.objects.filter(pk=item_key, on_hand__lte=MOST_PIECES - quantity).update(
        on_hand=F("on_hand") + quantity, low_since=_low_since(AVAILABLE + quantity)
    )
    if not added:
        raise StockConflict(f"{variant}: no shelf holds {quantity} more")


def _low_since(available: Combinable, low_from: Combinable = LOW_FROM) -> Case:
    """What `low_since` is to be with so many available: kept while low, now where that begins, else NULL."""
    return Case(
        When(
            LessThanOrEqual(available, low_from),
            then=Coalesce(F("low_since"), Value(timezone.now(), output_field=DateTimeField())),
        ),
        default=Value(None),
        output_field=DateTimeField(),
    )


def _check_quantities(lines: Mapping[int, int]) -> None:
    for variant_key, quantity in lines.items():
        if quantity < 1:
            raise ValueError(f"Variant {variant_key}: a quantity is 1 or more, not {quantity}.")


def _out_of_stock(variant_key: int) -> OutOfStock:
    variant = Variant.objects.select_related("product", "stock").get(pk=variant_key)
    return OutOfStock(variant, variant.stock.available)


def _key(actor: AbstractBaseUser | None) -> int | None:
    return actor.pk if actor is not None else None
