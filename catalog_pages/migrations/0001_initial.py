
import catalog_pages.models.shop_settings
import django.utils.timezone
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django_countries.fields
import modelcluster.fields
import mptt.fields
import wagtail.fields
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StockItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on_hand', models.IntegerField(default=0, verbose_name='on hand')),
                ('reserved', models.IntegerField(default=0, help_text='Promised to orders not yet shipped.', verbose_name='reserved')),
                ('backorder', models.BooleanField(default=False, verbose_name='sell when out of stock')),
                ('low_stock_threshold', models.PositiveIntegerField(default=3, verbose_name='low from')),
            ],
            options={
                'verbose_name': 'stock',
                'verbose_name_plural': 'stock',
            },
        ),
        migrations.CreateModel(
            name='Attribute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Part of addresses and of imports; it stays for good.', max_length=60, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('text', 'text'), ('number', 'number'), ('boolean', 'yes or no'), ('choice', 'choice')], default='choice', max_length=10, verbose_name='kind')),
                ('unit', models.CharField(blank=True, help_text='Of a number: cm, g, W.', max_length=20, verbose_name='unit')),
                ('is_facet', models.BooleanField(default=False, verbose_name='shoppers can filter by it')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'attribute',
                'verbose_name_plural': 'attributes',
                'ordering': ['position', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'number'), ('unit', ''), _connector='OR'), name='attribute_unit_only_of_a_number', violation_error_message='Only a number has a unit.')],
            },
        ),
        migrations.CreateModel(
            name='AttributeChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=80, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
                ('swatch', models.CharField(blank=True, help_text='A colour, as #a84a22.', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}\\Z', 'Write a colour as # and six digits: #a84a22.')], verbose_name='swatch')),
                ('attribute', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='catalog_pages.attribute')),
            ],
            options={
                'verbose_name': 'choice',
                'verbose_name_plural': 'choices',
                'ordering': ['attribute', 'position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Brand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(blank=True, help_text='Part of addresses. Left empty, it is made from the name.', max_length=220, unique=True, verbose_name='slug')),
                ('description', models.TextField(blank=True, verbose_name='description')),
            ],
            options={
                'verbose_name': 'brand',
                'verbose_name_plural': 'brands',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='brand_name_unique_whatever_its_case', violation_error_message='There is a brand of this name already.')],
            },
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('slug', models.SlugField(blank=True, help_text='Part of addresses. Left empty, it is made from the name.', max_length=220, unique=True, verbose_name='slug')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('is_active', models.BooleanField(default=True, verbose_name='shown to shoppers')),
                ('lft', models.PositiveIntegerField(editable=False)),
                ('rght', models.PositiveIntegerField(editable=False)),
                ('tree_id', models.PositiveIntegerField(db_index=True, editable=False)),
                ('level', models.PositiveIntegerField(editable=False)),
                ('parent', mptt.fields.TreeForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalog_pages.category', verbose_name='parent')),
            ],
            options={
                'verbose_name': 'category',
                'verbose_name_plural': 'categories',
                'ordering': ['tree_id', 'lft'],
            },
        ),
        migrations.CreateModel(
            name='CategoryPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('standfirst', models.TextField(blank=True, help_text='A line or two under the title.', verbose_name='standfirst')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('picture', 4), ('quote', 7), ('shelf', 13)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'form_classname': 'title', 'icon': 'title', 'label': 'Heading', 'template': 'blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'label': 'Text', 'template': 'blocks/text.html'}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 255, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'Words'}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Who said them', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('text', 5), ('source', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 9: ('catalog_pages.blocks.ProductChooserBlock', (), {}), 10: ('wagtail.blocks.ListBlock', (9,), {'collapsed': True, 'default': [], 'label': 'Products', 'max_num': 12, 'min_num': 0}), 11: ('catalog_pages.blocks.CategoryChooserBlock', (), {'help_text': 'Fills the shelf with its newest products when none is picked.', 'required': False}), 12: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page to go on to', 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('heading', 8), ('products', 10), ('category', 11), ('link', 12)]], {})}, help_text='Below the products.', verbose_name='body')),
                ('category', models.ForeignKey(blank=True, help_text='Everything in it, and in the categories below it, is listed.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pages', to='catalog_pages.category', verbose_name='category')),
                ('hero_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='hero picture')),
            ],
            options={
                'verbose_name': 'category page',
                'verbose_name_plural': 'category pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('standfirst', models.TextField(blank=True, verbose_name='standfirst')),
                ('hero_label', models.CharField(blank=True, max_length=60, verbose_name="words on the hero's button")),
                ('picks_title', models.CharField(blank=True, max_length=120, verbose_name='heading of the first shelf')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('picture', 4), ('quote', 7), ('shelf', 13), ('tiles', 21)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'form_classname': 'title', 'icon': 'title', 'label': 'Heading', 'template': 'blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'label': 'Text', 'template': 'blocks/text.html'}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 255, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'Words'}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Who said them', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('text', 5), ('source', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 9: ('catalog_pages.blocks.ProductChooserBlock', (), {}), 10: ('wagtail.blocks.ListBlock', (9,), {'collapsed': True, 'default': [], 'label': 'Products', 'max_num': 12, 'min_num': 0}), 11: ('catalog_pages.blocks.CategoryChooserBlock', (), {'help_text': 'Fills the shelf with its newest products when none is picked.', 'required': False}), 12: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page to go on to', 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('heading', 8), ('products', 10), ('category', 11), ('link', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 15: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page'}), 16: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 17: ('wagtail.blocks.CharBlock', (), {'help_text': "The page's when empty.", 'label': 'Title', 'max_length': 120, 'required': False}), 18: ('wagtail.blocks.CharBlock', (), {'label': 'Line of text', 'max_length': 255, 'required': False}), 19: ('wagtail.blocks.StructBlock', [[('page', 15), ('image', 16), ('title', 17), ('text', 18)]], {}), 20: ('wagtail.blocks.ListBlock', (19,), {'label': 'Tiles', 'max_num': 6, 'min_num': 1}), 21: ('wagtail.blocks.StructBlock', [[('heading', 14), ('tiles', 20)]], {})}, verbose_name='body')),
                ('hero_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='hero picture')),
                ('hero_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page the hero leads to')),
            ],
            options={
                'verbose_name': 'home page',
                'verbose_name_plural': 'home pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=240, verbose_name='name')),
                ('slug', models.SlugField(blank=True, help_text='Part of addresses. Left empty, it is made from the name.', max_length=220, unique=True, verbose_name='slug')),
                ('description', models.TextField(blank=True, help_text="What it is, as text or simple HTML. The copy of its pages is the editors'.", verbose_name='description')),
                ('is_active', models.BooleanField(default=True, verbose_name='on sale')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='products', to='catalog_pages.brand', verbose_name='brand')),
                ('category', models.ForeignKey(help_text='Breadcrumb, tax and reports go by it.', on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalog_pages.category', verbose_name='main category')),
                ('further_categories', models.ManyToManyField(blank=True, help_text='It is listed there too.', related_name='further_products', to='catalog_pages.category', verbose_name='further categories')),
            ],
            options={
                'verbose_name': 'product',
                'verbose_name_plural': 'products',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(help_text='The format: magento, woocommerce, pipit.', max_length=20, verbose_name='source')),
                ('key', models.CharField(help_text='What the file calls the product, in capitals.', max_length=80, verbose_name='key')),
                ('said', models.JSONField(default=dict, verbose_name='what the file said')),
                ('imported_at', models.DateTimeField(auto_now=True, verbose_name='imported')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='import_records', to='catalog_pages.product', verbose_name='product')),
            ],
            options={
                'verbose_name': 'import record',
                'verbose_name_plural': 'import records',
                'ordering': ['source', 'key'],
            },
        ),
        migrations.CreateModel(
            name='HomePick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='picks', to='catalog_pages.homepage')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog_pages.product', verbose_name='product')),
            ],
            options={
                'verbose_name': 'picked product',
                'verbose_name_plural': 'picked products',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CategoryPick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='picks', to='catalog_pages.categorypage')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog_pages.product', verbose_name='product')),
            ],
            options={
                'verbose_name': 'picked product',
                'verbose_name_plural': 'picked products',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProductAttribute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(blank=True, max_length=400, null=True, verbose_name='text')),
                ('number', models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name='number')),
                ('boolean', models.BooleanField(blank=True, null=True, verbose_name='yes or no')),
                ('attribute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='catalog_pages.attribute')),
                ('choice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='values', to='catalog_pages.attributechoice')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attributes', to='catalog_pages.product')),
            ],
            options={
                'verbose_name': 'attribute value',
                'verbose_name_plural': 'attribute values',
                'ordering': ['attribute__position', 'attribute__name'],
            },
        ),
        migrations.CreateModel(
            name='ProductPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('standfirst', models.TextField(blank=True, help_text='A line or two beside the pictures.', verbose_name='standfirst')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('picture', 4), ('quote', 7), ('shelf', 13)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'form_classname': 'title', 'icon': 'title', 'label': 'Heading', 'template': 'blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'label': 'Text', 'template': 'blocks/text.html'}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 255, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'Words'}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Who said them', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('text', 5), ('source', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 9: ('catalog_pages.blocks.ProductChooserBlock', (), {}), 10: ('wagtail.blocks.ListBlock', (9,), {'collapsed': True, 'default': [], 'label': 'Products', 'max_num': 12, 'min_num': 0}), 11: ('catalog_pages.blocks.CategoryChooserBlock', (), {'help_text': 'Fills the shelf with its newest products when none is picked.', 'required': False}), 12: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page to go on to', 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('heading', 8), ('products', 10), ('category', 11), ('link', 12)]], {})}, help_text="Tells more than the product's description.", verbose_name='body')),
                ('product', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pages', to='catalog_pages.product', verbose_name='product')),
            ],
            options={
                'verbose_name': 'product page',
                'verbose_name_plural': 'product pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='GalleryImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('alt_text', models.CharField(blank=True, help_text="What the picture shows, for those who cannot see it. The product's name when empty.", max_length=255, verbose_name='alternative text')),
                ('caption', models.CharField(blank=True, max_length=255, verbose_name='caption')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailimages.image', verbose_name='picture')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='gallery', to='catalog_pages.productpage')),
            ],
            options={
                'verbose_name': 'gallery picture',
                'verbose_name_plural': 'gallery pictures',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ShopSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Pipit', max_length=80, verbose_name='shop name')),
                ('tagline', models.CharField(blank=True, max_length=160, verbose_name='tagline')),
                ('currency', models.CharField(default='EUR', help_text='ISO 4217, such as EUR.', max_length=3, validators=[catalog_pages.models.shop_settings.validate_currency], verbose_name='currency')),
                ('prices_include_tax', models.BooleanField(default=True, verbose_name='prices include VAT')),
                ('country', django_countries.fields.CountryField(default='DE', max_length=2, verbose_name='home country')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='contact e-mail')),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='contact phone')),
                ('postal_address', models.TextField(blank=True, verbose_name='postal address')),
                ('vat_number', models.CharField(blank=True, help_text="The shop's own, printed on invoices.", max_length=40, verbose_name='VAT number')),
                ('invoice_prefix', models.CharField(blank=True, help_text='Such as PP- for PP-2026-000123. Two shops of one business need different ones.', max_length=12, validators=[django.core.validators.RegexValidator('^[A-Z0-9-]*\\Z', 'Only capital letters, digits and hyphens, such as PP-.')], verbose_name='prefix of invoice numbers')),
                ('invoice_footer', models.TextField(blank=True, help_text='What the law wants at the foot of each page: company register, directors, tax number.', verbose_name='foot of invoices')),
                ('bank_details', models.TextField(blank=True, help_text='Shown to shoppers who pay by bank transfer.', verbose_name='bank details')),
                ('cash_on_delivery', models.BooleanField(default=False, verbose_name='offer cash on delivery')),
                ('unpaid_order_hours', models.PositiveIntegerField(default=168, verbose_name='hours an unpaid order keeps its stock')),
                ('delivery_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='delivery page')),
                ('returns_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='returns page')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'shop settings',
                'verbose_name_plural': 'shop settings',
            },
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('standfirst', models.TextField(blank=True, verbose_name='standfirst')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('picture', 4), ('quote', 7), ('shelf', 13)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'form_classname': 'title', 'icon': 'title', 'label': 'Heading', 'template': 'blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'label': 'Text', 'template': 'blocks/text.html'}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 255, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'Words'}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Who said them', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('text', 5), ('source', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 9: ('catalog_pages.blocks.ProductChooserBlock', (), {}), 10: ('wagtail.blocks.ListBlock', (9,), {'collapsed': True, 'default': [], 'label': 'Products', 'max_num': 12, 'min_num': 0}), 11: ('catalog_pages.blocks.CategoryChooserBlock', (), {'help_text': 'Fills the shelf with its newest products when none is picked.', 'required': False}), 12: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page to go on to', 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('heading', 8), ('products', 10), ('category', 11), ('link', 12)]], {})}, verbose_name='body')),
                ('lead_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='lead picture')),
            ],
            options={
                'verbose_name': 'standard page',
                'verbose_name_plural': 'standard pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StockMovement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('receive', 'received'), ('adjust', 'adjusted'), ('reserve', 'reserved'), ('release', 'released'), ('ship', 'shipped'), ('return', 'came back')], max_length=10, verbose_name='kind')),
                ('on_hand_change', models.IntegerField(default=0, verbose_name='change on hand')),
                ('reserved_change', models.IntegerField(default=0, verbose_name='change reserved')),
                ('reference', models.CharField(blank=True, help_text='An order, a delivery note.', max_length=80, verbose_name='reference')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stock_item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='movements', to='catalog_pages.stockitem')),
            ],
            options={
                'verbose_name': 'stock movement',
                'verbose_name_plural': 'stock movements',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='TaxClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('is_default', models.BooleanField(default=False, help_text='New products, and shipping, are taxed as this class.', verbose_name='default')),
            ],
            options={
                'verbose_name': 'tax class',
                'verbose_name_plural': 'tax classes',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='one_default_tax_class', violation_error_message='Another class is the default. Take the mark from that one first.')],
            },
        ),
        migrations.AddField(
            model_name='product',
            name='tax_class',
            field=models.ForeignKey(blank=True, help_text='Left empty, the default one.', on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalog_pages.taxclass', verbose_name='tax class'),
        ),
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sku', models.CharField(max_length=80, verbose_name='SKU')),
                ('options_key', models.CharField(blank=True, default='', editable=False, max_length=1000)),
                ('price', models.DecimalField(decimal_places=3, help_text="In the shop's currency and price basis.", max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'A price is 0 or more.')], verbose_name='price')),
                ('sale_price', models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'A price is 0 or more.')], verbose_name='sale price')),
                ('sale_starts_at', models.DateTimeField(blank=True, null=True, verbose_name='sale starts')),
                ('sale_ends_at', models.DateTimeField(blank=True, null=True, verbose_name='sale ends')),
                ('barcode', models.CharField(blank=True, help_text='EAN, UPC or GTIN.', max_length=14, verbose_name='barcode')),
                ('weight_grams', models.PositiveIntegerField(default=0, verbose_name='weight in grams')),
                ('requires_shipping', models.BooleanField(default=True, verbose_name='requires shipping')),
                ('is_active', models.BooleanField(default=True, verbose_name='on sale')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='catalog_pages.product', verbose_name='product')),
            ],
            options={
                'verbose_name': 'variant',
                'verbose_name_plural': 'variants',
                'ordering': ['product_id', 'position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='stockitem',
            name='variant',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='stock', to='catalog_pages.variant'),
        ),
        migrations.CreateModel(
            name='VariantOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attribute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='variant_options', to='catalog_pages.attribute')),
                ('choice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='variant_options', to='catalog_pages.attributechoice')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='catalog_pages.variant')),
            ],
            options={
                'verbose_name': 'option',
                'verbose_name_plural': 'options',
                'ordering': ['attribute__position', 'attribute__name'],
            },
        ),
        migrations.AddConstraint(
            model_name='attributechoice',
            constraint=models.UniqueConstraint(fields=('attribute', 'code'), name='choice_code_unique_in_attribute', violation_error_message='The attribute has a choice of this code already.'),
        ),
        migrations.AddIndex(
            model_name='category',
            index=models.Index(fields=['tree_id', 'lft'], name='category_in_tree_order'),
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.CheckConstraint(condition=models.Q(('rght__gt', models.F('lft'))), name='category_right_after_left'),
        ),
        migrations.AddConstraint(
            model_name='importrecord',
            constraint=models.UniqueConstraint(fields=('source', 'key'), name='import_record_once_a_source_and_key'),
        ),
        migrations.AddConstraint(
            model_name='productattribute',
            constraint=models.UniqueConstraint(condition=models.Q(('choice__isnull', True)), fields=('product', 'attribute'), name='product_attribute_one_value', violation_error_message='The product has a value of this attribute already.'),
        ),
        migrations.AddConstraint(
            model_name='productattribute',
            constraint=models.UniqueConstraint(condition=models.Q(('choice__isnull', False)), fields=('product', 'attribute', 'choice'), name='product_attribute_each_choice_once', violation_error_message='The product has this choice already.'),
        ),
        migrations.AddConstraint(
            model_name='productattribute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('boolean__isnull', True), ('choice__isnull', True), ('number__isnull', True), ('text__isnull', False)), models.Q(('boolean__isnull', True), ('choice__isnull', True), ('number__isnull', False), ('text__isnull', True)), models.Q(('boolean__isnull', False), ('choice__isnull', True), ('number__isnull', True), ('text__isnull', True)), models.Q(('boolean__isnull', True), ('choice__isnull', False), ('number__isnull', True), ('text__isnull', True)), _connector='OR'), name='product_attribute_has_exactly_one_value', violation_error_message='Give exactly one value: a text, a number, yes or no, or a choice.'),
        ),
        migrations.AddIndex(
            model_name='stockmovement',
            index=models.Index(fields=['reference'], name='catalog_pag_referen_938ac7_idx'),
        ),
        migrations.AddConstraint(
            model_name='variant',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Upper('sku'), name='sku_unique_whatever_its_case', violation_error_message='Another variant has this SKU, whatever its case.'),
        ),
        migrations.AddConstraint(
            model_name='variant',
            constraint=models.UniqueConstraint(fields=('product', 'options_key'), name='variant_options_unique_in_product', violation_error_message='Another variant of the product has the same options.'),
        ),
        migrations.AddConstraint(
            model_name='variant',
            constraint=models.CheckConstraint(condition=models.Q(('sku', ''), _negated=True), name='variant_has_a_sku'),
        ),
        migrations.AddConstraint(
            model_name='variant',
            constraint=models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='variant_price_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='variant',
            constraint=models.CheckConstraint(condition=models.Q(('sale_price__isnull', True), ('sale_price__gte', 0), _connector='OR'), name='variant_sale_price_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='variant',
            constraint=models.CheckConstraint(condition=models.Q(('sale_starts_at__isnull', True), ('sale_ends_at__isnull', True), ('sale_ends_at__gt', models.F('sale_starts_at')), _connector='OR'), name='variant_sale_ends_after_it_starts', violation_error_message='A sale ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='stockitem',
            constraint=models.CheckConstraint(condition=models.Q(('reserved__gte', 0)), name='stock_reserved_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='stockitem',
            constraint=models.CheckConstraint(condition=models.Q(('on_hand__gte', 0)), name='stock_on_hand_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='stockitem',
            constraint=models.CheckConstraint(condition=models.Q(('reserved__lte', models.F('on_hand')), ('backorder', True), _connector='OR'), name='stock_not_promised_twice'),
        ),
        migrations.AddConstraint(
            model_name='variantoption',
            constraint=models.UniqueConstraint(fields=('variant', 'attribute'), name='one_choice_per_option_of_a_variant'),
        ),
        migrations.AddField(
            model_name='stockitem',
            name='low_since',
            field=models.DateTimeField(blank=True, default=django.utils.timezone.now, editable=False, help_text='When what is available fell to or below “low from”; empty while there is more.', null=True, verbose_name='low since'),
        ),
        migrations.AddIndex(
            model_name='stockitem',
            index=models.Index(condition=models.Q(('low_since__isnull', False)), fields=['low_since'], name='stock_low'),
        ),
    ]
