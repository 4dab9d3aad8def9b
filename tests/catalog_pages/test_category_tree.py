"""However a category is written, the tree's numbers stay right, even from instances read long before."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError
from mptt.exceptions import InvalidMove
from wagtail.models import Page

from catalog_pages import trees
from catalog_pages.exceptions import BrokenTree, ImpossibleMove
from catalog_pages.models import Category
from tests.factories import ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> dict[str, Category]:
    """Prints > (Maps > Sea, Stars), Pottery > Mugs."""
    made: dict[str, Category] = {}
    for name, parent in (
        ("Prints", None),
        ("Maps", "Prints"),
        ("Sea", "Maps"),
        ("Stars", "Prints"),
        ("Pottery", None),
        ("Mugs", "Pottery"),
    ):
        made[name] = trees.create_category(name=name, parent=made[parent] if parent else None)
    return made


def again(category: Category) -> Category:
    return Category.objects.get(pk=category.pk)


def outline() -> str:
    return " ".join(">" * category.level + category.name for category in Category.objects.all())


def test_categories_come_in_the_order_of_the_tree(shop) -> None:
    assert outline() == "Prints >Maps >>Sea >Stars Pottery >Mugs"
    assert trees.category_problems() == []


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ("first-child", "Pottery >Maps >>Sea >Mugs"),
        ("last-child", "Pottery >Mugs >Maps >>Sea"),
        ("left", "Maps >Sea Pottery >Mugs"),
        ("right", "Pottery >Mugs Maps >Sea"),
    ],
)
def test_a_branch_moves_with_all_below_it(shop, position: str, expected: str) -> None:
    trees.move_category(category=shop["Maps"], target=shop["Pottery"], position=position)
    assert outline() == f"Prints >Stars {expected}"
    assert trees.category_problems() == []


def test_a_branch_becomes_a_tree_of_its_own(shop) -> None:
    trees.move_category(category=shop["Maps"], target=None)
    assert outline() == "Prints >Stars Pottery >Mugs Maps >Sea"
    assert trees.category_problems() == []


@pytest.mark.parametrize("target", ["Prints", "Maps", "Sea"])
def test_a_category_cannot_be_moved_below_itself(shop, target: str) -> None:
    with pytest.raises(ImpossibleMove):
        trees.move_category(category=shop["Prints"], target=again(shop[target]))
    shop["Prints"].parent = again(shop["Sea"])
    with pytest.raises(InvalidMove):
        shop["Prints"].save()
    assert outline() == "Prints >Maps >>Sea >Stars Pottery >Mugs"
    assert trees.category_problems() == []


def test_saving_an_instance_read_before_a_move_does_not_move_it_back(shop) -> None:
    stale = again(shop["Maps"])
    trees.move_category(category=again(shop["Maps"]), target=again(shop["Pottery"]))
    stale.name = "Charts"
    stale.save()
    assert outline() == "Prints >Stars Pottery >Mugs >Charts >>Sea"
    assert trees.category_problems() == []


def test_moving_by_instances_read_before_other_moves(shop) -> None:
    stale_sea, stale_mugs = again(shop["Sea"]), again(shop["Mugs"])
    trees.move_category(category=again(shop["Pottery"]), target=again(shop["Stars"]), position="left")
    stale_sea.parent = stale_mugs
    stale_sea.save()
    assert outline() == "Prints >Maps >Pottery >>Mugs >>>Sea >Stars"
    stale_mugs.move_to(shop["Prints"], "first-child")
    assert outline() == "Prints >Mugs >>Sea >Maps >Pottery >Stars"
    assert trees.category_problems() == []


def test_saving_only_the_name_moves_nothing(shop) -> None:
    maps = again(shop["Maps"])
    maps.name, maps.parent = "Charts", again(shop["Pottery"])
    maps.save(update_fields=["name"])
    assert outline() == "Prints >Charts >>Sea >Stars Pottery >Mugs"
    assert trees.category_problems() == []


def test_creating_below_a_parent_read_long_ago(shop) -> None:
    stale = again(shop["Stars"])
    trees.move_category(category=again(shop["Stars"]), target=again(shop["Mugs"]))
    Category.objects.create(name="Comets", parent=stale)
    assert outline() == "Prints >Maps >>Sea Pottery >Mugs >>Stars >>>Comets"
    assert trees.category_problems() == []


def test_a_parent_that_is_gone_is_named_as_such(shop) -> None:
    stale = again(shop["Mugs"])
    trees.delete_category(category=again(shop["Mugs"]))
    with pytest.raises(Category.DoesNotExist):
        Category.objects.create(name="Espresso", parent=stale)
    assert trees.category_problems() == []


def test_deleting_twice_closes_the_gap_once(shop) -> None:
    first, second = again(shop["Sea"]), again(shop["Sea"])
    assert first.delete()[0] == 1
    assert second.delete()[0] == 0
    assert outline() == "Prints >Maps >Stars Pottery >Mugs"
    assert trees.category_problems() == []


def test_a_category_in_use_is_kept(shop) -> None:
    ProductFactory(category=shop["Sea"])
    for name in ("Prints", "Sea"):
        with pytest.raises(ProtectedError):
            trees.delete_category(category=shop[name])
    assert trees.category_problems() == []


def test_a_queryset_is_deleted_from_the_leaves_up(shop) -> None:
    deleted, _per_model = Category.objects.filter(tree_id=again(shop["Prints"]).tree_id).delete()
    assert deleted == 4
    assert outline() == "Pottery >Mugs"
    assert trees.category_problems() == []


def test_an_update_of_parents_is_refused(shop) -> None:
    with pytest.raises(TypeError):
        Category.objects.filter(pk=shop["Sea"].pk).update(parent=shop["Mugs"])


def test_what_stands_below_a_hidden_category_is_hidden(shop) -> None:
    Category.objects.filter(pk=shop["Maps"].pk).update(is_active=False)
    assert [category.name for category in Category.objects.active()] == ["Prints", "Stars", "Pottery", "Mugs"]


def test_a_path_finds_what_is_there_and_makes_what_is_not(shop) -> None:
    assert trees.category_at(path=["prints", "MAPS"]) == shop["Maps"]
    river = trees.category_at(path=["Prints", "Maps", "Rivers", "Small ones"])
    assert outline() == "Prints >Maps >>Sea >>Rivers >>>Small ones >Stars Pottery >Mugs"
    assert trees.category_at(path=["Prints", "Maps", "Rivers", "Small ones"]) == river
    with pytest.raises(ValueError, match="at least one"):
        trees.category_at(path=[])


def broken(**values: object) -> None:
    """Write past every guard, as a repair by hand in SQL would."""
    Category._base_manager.filter(name="Maps").update(**values)


@pytest.mark.parametrize(
    "damage",
    [{"lft": 1}, {"rght": 40}, {"level": 5}, {"tree_id": 77}, {"tree_id": 2}, {"lft": 3, "rght": 4}],
    ids=str,
)
def test_the_check_finds_every_kind_of_damage_and_repairs_it(shop, capsys, damage: dict[str, int]) -> None:
    broken(**damage)
    with pytest.raises(CommandError):
        call_command("check_trees")
    assert "categories: broken" in capsys.readouterr().out
    call_command("check_trees", "--repair")
    assert trees.category_problems() == []
    assert Category.objects.get(name="Sea").parent == shop["Maps"]
    call_command("check_trees")
    assert "categories: sound" in capsys.readouterr().out


def test_a_parent_changed_past_the_tree_is_believed(shop) -> None:
    broken(parent=shop["Mugs"])
    assert trees.category_problems()
    trees.repair_categories()
    assert outline() == "Prints >Stars Pottery >Mugs >>Maps >>>Sea"


def test_a_circle_of_parents_is_cut_open(shop) -> None:
    Category._base_manager.filter(name="Prints").update(parent=shop["Sea"])
    assert trees.category_problems()
    trees.repair_categories()
    assert trees.category_problems() == []
    assert Category.objects.count() == 6


def test_the_check_reads_the_page_tree_too(capsys) -> None:
    Page.objects.filter(depth=1).update(numchild=9)
    with pytest.raises(CommandError, match="1 problem"):
        call_command("check_trees")
    assert "miscounts its children" in capsys.readouterr().out
    call_command("check_trees", "--repair")
    assert trees.page_problems() == []


def test_pages_that_lost_their_parent_need_a_person(capsys) -> None:
    root = Page.objects.get(depth=1)
    Page.objects.filter(depth=2).delete()
    Page.objects.bulk_create(
        [
            Page(
                title="Lost",
                slug="lost",
                path=root.path + "00090001",
                depth=3,
                content_type=root.content_type,
                locale=root.locale,
            )
        ]
    )
    with pytest.raises(BrokenTree):
        trees.repair_pages()
    with pytest.raises(CommandError):
        call_command("check_trees", "--repair")
    assert "lost its parent" in capsys.readouterr().out


def test_checking_costs_one_query(shop, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        trees.category_problems()
