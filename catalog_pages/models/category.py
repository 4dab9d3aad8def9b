from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from mptt.exceptions import InvalidMove
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey
from mptt.querysets import TreeQuerySet

from catalog_pages.locks import category_tree_lock
from catalog_pages.slugs import unique_slug_for

TREE_FIELDS = ["lft", "rght", "tree_id", "level"]


class CategoryQuerySet(TreeQuerySet):
    def active(self) -> CategoryQuerySet:
        """Categories that shoppers may see: neither they nor any category above them is hidden."""
        hidden_above = Category.objects.filter(
            is_active=False, tree_id=OuterRef("tree_id"), lft__lt=OuterRef("lft"), rght__gt=OuterRef("rght")
        )
        return self.filter(~Exists(hidden_above.order_by()), is_active=True)

    def update(self, **values: Any) -> int:
        """As ever, but for the parent: a category is moved by `move_to` or `save`, which renumber the tree."""
        if {"parent", "parent_id"} & values.keys():
            raise TypeError("Move categories one by one: an UPDATE of the parent alone breaks the tree.")
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete from the leaves up, each as `Category.delete` does. Raises ProtectedError as that does."""
        deleted = 0
        with category_tree_lock():
            for category in self.order_by("-level"):
                deleted += category.delete()[0]
        return deleted, {Category._meta.label: deleted}


class CategoryManager(TreeManager.from_queryset(CategoryQuerySet)):  # type: ignore[misc]
    def move_node(self, node: Category, target: Category | None, position: str = "last-child") -> None:
        """What `Category.move_to` and the draggable admin call; both rows are read again under the lock."""
        with category_tree_lock():
            fresh_target = target and self.get(pk=target.pk)
            node._is_moving = True
            try:
                super().move_node(node, fresh_target, position)
            except InvalidMove as refusal:
                raise InvalidMove(
                    _("“%(category)s” cannot be moved there: a category cannot stand beside or below itself.")
                    % {"category": node}
                ) from refusal
            finally:
                node._is_moving = False


class Category(MPTTModel):
    """A place in the one classification of the goods: a tree kept by mptt.

    Every write takes the tree's lock by itself and trusts no number that was read before it did, so that plain
    `save`, `delete` and `move_to` are safe from any number of processes at once.
    """

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(
        _("slug"),
        max_length=220,
        unique=True,
        blank=True,
        help_text=_("Part of addresses. Left empty, it is made from the name."),
    )
    parent = TreeForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    description = models.TextField(_("description"), blank=True)
    is_active = models.BooleanField(_("shown to shoppers"), default=True)

    objects = CategoryManager()

    _is_moving = False

    if TYPE_CHECKING:
        parent_id: int | None
        lft: int
        rght: int
        tree_id: int
        level: int

    class Meta:
        ordering = ["tree_id", "lft"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        indexes = [models.Index(fields=["tree_id", "lft"], name="category_in_tree_order")]
        constraints = [
            models.CheckConstraint(condition=Q(rght__gt=F("lft")), name="category_right_after_left"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises mptt's InvalidMove when the parent lies below this category; DoesNotExist when either is gone."""
        with category_tree_lock():
            if not self._is_moving:
                self._catch_up_with_the_tree(kwargs.get("update_fields"))
            if not self.slug:
                self.slug = unique_slug_for(self.name, Category.objects.exclude(pk=self.pk))
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises ProtectedError while it has categories below it or products in it."""
        with category_tree_lock():
            if self.pk is not None and not Category.objects.filter(pk=self.pk).exists():
                return 0, {}  # mptt would close the gap a second time
            return super().delete(*args, **kwargs)

    def _catch_up_with_the_tree(self, update_fields: Iterable[str] | None) -> None:
        """Take the numbers, and a parent nobody here has changed, from the database. The lock must be held."""
        before: int | None = None
        if not self._state.adding:
            now = Category.objects.values(*TREE_FIELDS, "parent_id").get(pk=self.pk)
            before = now.pop("parent_id")
            remembered = self._mptt_cached_fields
            writes_parent = update_fields is None or bool({"parent", "parent_id"} & set(update_fields))
            if not writes_parent or self.parent_id == remembered["parent"]:
                self.parent_id = before
            remembered["parent"] = before
            for name, number in now.items():
                setattr(self, name, number)
        if self.parent is not None and self.parent_id != before:
            self.parent.refresh_from_db(fields=TREE_FIELDS)
