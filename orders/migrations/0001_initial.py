import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import django_countries.fields
import orders.models.cart
import orders.models.order
import orders.models.webhook
import phonenumber_field.modelfields
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from orders.invoicing import guard


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog_pages', '0001_initial'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('sequence', models.PositiveIntegerField(verbose_name='number in its year')),
                ('number', models.CharField(max_length=40, verbose_name='number')),
                ('kind', models.CharField(choices=[('invoice', 'invoice'), ('credit_note', 'credit note')], max_length=12, verbose_name='kind')),
                ('issued_at', models.DateTimeField(verbose_name='issued')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('total_net', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='total, net')),
                ('tax_total', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='VAT')),
                ('total', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='total, gross')),
                ('content', models.JSONField(verbose_name='content')),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credit_notes', to='orders.invoice', verbose_name='corrects')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.site', verbose_name='site')),
            ],
            options={
                'verbose_name': 'invoice',
                'verbose_name_plural': 'invoices',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ShippingMethod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('flat', 'one price'), ('weight', 'by weight')], default='flat', max_length=6, verbose_name='kind')),
                ('price', models.DecimalField(decimal_places=3, default=0, help_text='Of one price; the weight bands have theirs.', max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='price')),
                ('free_above', models.DecimalField(blank=True, decimal_places=3, help_text='A goods total, discounts taken off.', max_digits=14, null=True, verbose_name='free from')),
                ('days_min', models.PositiveSmallIntegerField(default=2, verbose_name='working days, at least')),
                ('days_max', models.PositiveSmallIntegerField(default=5, verbose_name='working days, at most')),
                ('is_active', models.BooleanField(default=True, verbose_name='offered')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'shipping method',
                'verbose_name_plural': 'shipping methods',
                'ordering': ['zone', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ShippingZone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('countries', django_countries.fields.CountryField(blank=True, help_text='None: everywhere no other zone names.', max_length=746, multiple=True, verbose_name='countries')),
            ],
            options={
                'verbose_name': 'shipping zone',
                'verbose_name_plural': 'shipping zones',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Cart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=orders.models.cart.new_token, editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('customer', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='cart', to=settings.AUTH_USER_MODEL, verbose_name='customer')),
            ],
            options={
                'verbose_name': 'cart',
                'verbose_name_plural': 'carts',
                'ordering': ['-updated_at'],
            },
        ),
        migrations.CreateModel(
            name='InvoiceFile',
            fields=[
                ('invoice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='file', serialize=False, to='orders.invoice', verbose_name='invoice')),
                ('pdf', models.BinaryField()),
                ('drawn_at', models.DateTimeField(auto_now_add=True, verbose_name='drawn')),
            ],
            options={
                'verbose_name': "invoice's PDF",
                'verbose_name_plural': "invoices' PDFs",
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('quantity', models.PositiveIntegerField(default=1, verbose_name='quantity')),
                ('sku', models.CharField(max_length=80, verbose_name='SKU')),
                ('name', models.CharField(max_length=400, verbose_name='name')),
                ('price_seen', models.DecimalField(blank=True, decimal_places=3, help_text="In the shop's price basis: what the shopper saw when this last changed.", max_digits=14, null=True, verbose_name='price last shown')),
                ('unit_price_net', models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True, verbose_name='unit price, net')),
                ('unit_price_gross', models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True, verbose_name='unit price, gross')),
                ('tax_rate', models.DecimalField(blank=True, decimal_places=4, help_text='0.19 is 19 %.', max_digits=6, null=True, verbose_name='VAT rate')),
                ('tax_amount', models.DecimalField(blank=True, decimal_places=3, help_text='After discount.', max_digits=14, null=True, verbose_name='VAT of the line')),
                ('discount_net', models.DecimalField(decimal_places=3, default=Decimal('0'), max_digits=14, verbose_name='discount of the line, net')),
                ('discount_gross', models.DecimalField(decimal_places=3, default=Decimal('0'), max_digits=14, verbose_name='discount of the line, gross')),
                ('line_total_net', models.DecimalField(blank=True, decimal_places=3, help_text='After discount.', max_digits=14, null=True, verbose_name='line total, net')),
                ('line_total_gross', models.DecimalField(blank=True, decimal_places=3, help_text='After discount.', max_digits=14, null=True, verbose_name='line total, gross')),
                ('quantity_shipped', models.PositiveIntegerField(default=0, editable=False, verbose_name='pieces shipped')),
                ('quantity_cancelled', models.PositiveIntegerField(default=0, editable=False, help_text='They will not be sent.', verbose_name='pieces cancelled')),
                ('quantity_returned', models.PositiveIntegerField(default=0, editable=False, verbose_name='pieces returned')),
                ('quantity_refunded', models.PositiveIntegerField(default=0, editable=False, help_text='Line by line, under way or done.', verbose_name='pieces refunded')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ('variant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='items', to='catalog_pages.variant', verbose_name='variant')),
            ],
            options={
                'verbose_name': 'item',
                'verbose_name_plural': 'items',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(default=orders.models.order.new_number, editable=False, max_length=8, unique=True, verbose_name='number')),
                ('token', models.CharField(default=orders.models.cart.new_token, editable=False, max_length=64, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('status', models.CharField(choices=[('pending', 'awaiting payment'), ('paid', 'paid'), ('packed', 'packed'), ('partially_shipped', 'partly shipped'), ('shipped', 'shipped'), ('delivered', 'delivered'), ('cancelled', 'cancelled'), ('expired', 'expired'), ('partially_refunded', 'partly refunded'), ('refunded', 'refunded')], default='pending', editable=False, max_length=20, verbose_name='status')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('prices_include_tax', models.BooleanField(verbose_name='prices include VAT')),
                ('shipping_method_code', models.CharField(max_length=60, verbose_name='shipping method')),
                ('shipping_method_name', models.CharField(max_length=120, verbose_name="shipping method's name")),
                ('shipping_days_min', models.PositiveSmallIntegerField(default=0, verbose_name='working days, at least')),
                ('shipping_days_max', models.PositiveSmallIntegerField(default=0, verbose_name='working days, at most')),
                ('payment_method', models.CharField(max_length=40, verbose_name='payment method')),
                ('payment_method_name', models.CharField(blank=True, max_length=120, verbose_name="payment method's name")),
                ('voucher_code', models.CharField(blank=True, max_length=40, verbose_name='voucher')),
                ('vat_number', models.CharField(blank=True, max_length=20, verbose_name='VAT number')),
                ('reverse_charge', models.BooleanField(default=False, help_text='Sent to a business in another country of the EU, which owes the VAT itself.', verbose_name='reverse charge')),
                ('subtotal_net', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='subtotal, net')),
                ('subtotal_gross', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='subtotal, gross')),
                ('discount_net', models.DecimalField(decimal_places=3, default=Decimal('0'), max_digits=14, verbose_name='discount, net')),
                ('discount_gross', models.DecimalField(decimal_places=3, default=Decimal('0'), max_digits=14, verbose_name='discount, gross')),
                ('shipping_net', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='shipping, net')),
                ('shipping_gross', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='shipping, gross')),
                ('shipping_tax_rate', models.DecimalField(decimal_places=4, max_digits=6, verbose_name='VAT rate of shipping')),
                ('tax_total', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='VAT')),
                ('total', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='total, gross')),
                ('note', models.TextField(blank=True, verbose_name="shopper's note")),
                ('placed_at', models.DateTimeField(auto_now_add=True, verbose_name='placed')),
                ('paid_at', models.DateTimeField(blank=True, null=True, verbose_name='paid')),
                ('anonymised_at', models.DateTimeField(blank=True, null=True, verbose_name='anonymised')),
                ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='orders', to=settings.AUTH_USER_MODEL, verbose_name='customer')),
            ],
            options={
                'verbose_name': 'order',
                'verbose_name_plural': 'orders',
                'ordering': ['-placed_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='invoice',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='orders.order', verbose_name='order'),
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=255)),
                ('body_hash', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('cart', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='idempotency_keys', to='orders.cart')),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orders.order')),
            ],
            options={
                'verbose_name': 'idempotency key',
                'verbose_name_plural': 'idempotency keys',
            },
        ),
        migrations.CreateModel(
            name='OrderAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_name', models.CharField(max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(max_length=150, verbose_name='last name')),
                ('company', models.CharField(blank=True, max_length=150, verbose_name='company')),
                ('line1', models.CharField(max_length=200, verbose_name='address line 1')),
                ('line2', models.CharField(blank=True, max_length=200, verbose_name='address line 2')),
                ('city', models.CharField(blank=True, max_length=150, verbose_name='town or city')),
                ('region', models.CharField(blank=True, max_length=150, verbose_name='region')),
                ('postcode', models.CharField(blank=True, max_length=20, verbose_name='postcode')),
                ('country', django_countries.fields.CountryField(max_length=2, verbose_name='country')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=40, region=None, verbose_name='phone')),
                ('kind', models.CharField(choices=[('shipping', 'delivery address'), ('billing', 'billing address')], max_length=10, verbose_name='kind')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='orders.order')),
            ],
            options={
                'verbose_name': 'order address',
                'verbose_name_plural': 'order addresses',
                'ordering': ['-kind'],
            },
        ),
        migrations.CreateModel(
            name='OrderEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('placed', 'placed'), ('authorised', 'card accepted'), ('paid', 'paid'), ('packed', 'packed'), ('shipped', 'shipped'), ('delivered', 'delivered'), ('rest_cancelled', 'rest cancelled'), ('return_requested', 'return announced'), ('returned', 'came back'), ('return_refused', 'return refused'), ('cancelled', 'cancelled'), ('expired', 'expired'), ('refunded', 'refunded'), ('revived', 'taken up again'), ('note', 'note'), ('problem', 'problem')], max_length=20, verbose_name='kind')),
                ('message', models.CharField(blank=True, max_length=400, verbose_name='message')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='orders.order')),
            ],
            options={
                'verbose_name': 'order event',
                'verbose_name_plural': 'order events',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('topic', models.CharField(help_text='Such as order.placed.', max_length=60, verbose_name='topic')),
                ('recipients', models.JSONField(default=list, verbose_name='recipients')),
                ('cc', models.JSONField(blank=True, default=list, verbose_name='copies to')),
                ('bcc', models.JSONField(blank=True, default=list, verbose_name='blind copies to')),
                ('reply_to', models.JSONField(blank=True, default=list, verbose_name='answers to')),
                ('subject', models.CharField(max_length=998, verbose_name='subject')),
                ('text', models.TextField(verbose_name='text')),
                ('html', models.TextField(blank=True, verbose_name='HTML')),
                ('from_email', models.CharField(max_length=320, verbose_name='sender')),
                ('headers', models.JSONField(blank=True, default=dict, verbose_name='headers')),
                ('attachments', models.JSONField(blank=True, default=list, help_text='Each with name, type and content in base 64: files, alternatives to the text; invoices by key.', verbose_name='attachments')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='written')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due')),
                ('claimed_until', models.DateTimeField(blank=True, null=True, verbose_name='claimed until')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('attempts', models.PositiveIntegerField(default=0, verbose_name='attempts')),
                ('last_error', models.TextField(blank=True, verbose_name='last error')),
                ('order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='messages', to='orders.order', verbose_name='order')),
            ],
            options={
                'verbose_name': 'outgoing mail',
                'verbose_name_plural': 'outgoing mails',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, help_text='What the provider is told it is for: a request repeated under it is done once.', unique=True)),
                ('method', models.CharField(max_length=40, verbose_name='method')),
                ('status', models.CharField(choices=[('pending', 'awaited'), ('authorised', 'reserved on the card'), ('paid', 'paid'), ('cancelled', 'cancelled'), ('partially_refunded', 'partly refunded'), ('refunded', 'refunded')], default='pending', editable=False, max_length=20, verbose_name='status')),
                ('amount', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='amount, gross')),
                ('amount_captured', models.DecimalField(decimal_places=3, default=Decimal('0'), editable=False, max_digits=14, verbose_name='taken, gross')),
                ('amount_refunded', models.DecimalField(decimal_places=3, default=Decimal('0'), editable=False, max_digits=14, verbose_name='refunded, gross')),
                ('amount_set_aside', models.DecimalField(decimal_places=3, default=Decimal('0'), editable=False, max_digits=14, verbose_name='refund under way, gross')),
                ('reference', models.CharField(blank=True, help_text="The provider's, or the bank's.", max_length=120, verbose_name='reference')),
                ('data', models.JSONField(blank=True, default=dict, help_text="What the provider needs to go on; no secret of the shop's.", verbose_name="provider's data")),
                ('next_action', models.JSONField(blank=True, default=dict, help_text='What the shopper does next, as the provider said.', verbose_name='next action')),
                ('failure', models.CharField(blank=True, help_text='What went wrong last, for the shopper.', max_length=400, verbose_name='failure')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('asked_at', models.DateTimeField(blank=True, editable=False, help_text='When it was last asked.', null=True, verbose_name='provider asked')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='orders.order')),
            ],
            options={
                'verbose_name': 'payment',
                'verbose_name_plural': 'payments',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PaymentEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('authorised', 'reserved on the card'), ('captured', 'taken'), ('refunded', 'paid back'), ('failed', 'refused'), ('cancelled', 'cancelled')], max_length=12, verbose_name='kind')),
                ('amount', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='amount, gross')),
                ('reference', models.CharField(help_text='What the provider, or the shop itself, calls it: the same thing is written once.', max_length=120, verbose_name='reference')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='orders.payment')),
            ],
            options={
                'verbose_name': 'payment entry',
                'verbose_name_plural': 'payment entries',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PaymentInstruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('capture', 'take what is reserved'), ('refund', 'pay back'), ('cancel', 'give up')], max_length=10, verbose_name='kind')),
                ('amount', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='amount, gross')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='key')),
                ('state', models.CharField(choices=[('open', 'under way'), ('done', 'done'), ('refused', 'refused')], default='open', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='written')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due')),
                ('claimed_until', models.DateTimeField(blank=True, null=True, verbose_name='claimed until')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('attempts', models.PositiveIntegerField(default=0, verbose_name='attempts')),
                ('last_error', models.CharField(blank=True, max_length=400, verbose_name='last error')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instructions', to='orders.payment')),
            ],
            options={
                'verbose_name': 'payment instruction',
                'verbose_name_plural': 'payment instructions',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Promotion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Shoppers read it beside what it saves them: “Spring sale”, “Three for two”.', max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('percentage', 'percentage'), ('amount', 'amount'), ('free_shipping', 'free delivery'), ('buy_x_get_y', 'buy some, get some'), ('tiers', 'the more, the cheaper')], help_text='Percentage and amount come off the goods. Buy some, get some: of so many pieces the cheapest are free or cheaper. The more, the cheaper: steps by the goods total, given below.', max_length=14, verbose_name='kind')),
                ('value', models.DecimalField(decimal_places=3, default=0, help_text="A percentage (10 is 10 %), or an amount in the shop's currency, with VAT if the shop's prices have it. Buy some, get some: how much the pieces got are off, 100 for free. Otherwise 0.", max_digits=14, verbose_name='value')),
                ('buy_quantity', models.PositiveSmallIntegerField(blank=True, help_text='Three for two: buy 2, get 1.', null=True, verbose_name='pieces to buy')),
                ('get_quantity', models.PositiveSmallIntegerField(blank=True, help_text='The cheapest ones. Different goods count together.', null=True, verbose_name='pieces to get')),
                ('minimum_subtotal', models.DecimalField(blank=True, decimal_places=3, help_text='Of the goods it is for, before any discount.', max_digits=14, null=True, verbose_name='minimum goods total')),
                ('first_order_only', models.BooleanField(default=False, help_text='For who has no order yet, by account and e-mail. Cancelled, expired and refunded ones do not count.', verbose_name='first order only')),
                ('usage_limit', models.PositiveIntegerField(blank=True, help_text='All codes together. Empty: no limit.', null=True, verbose_name='uses allowed')),
                ('times_used', models.PositiveIntegerField(default=0, editable=False, verbose_name='uses')),
                ('per_customer_limit', models.PositiveIntegerField(blank=True, help_text='By account and e-mail, counted from when this is first set. Empty: no limit.', null=True, verbose_name='uses per customer')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='starts')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                ('is_active', models.BooleanField(default=True, help_text='Take the mark away to end it now; orders keep what they saved.', verbose_name='active')),
                ('is_automatic', models.BooleanField(default=False, help_text='Every cart that fits gets it by itself.', verbose_name='needs no code')),
                ('is_exclusive', models.BooleanField(default=False, help_text='Never used together with another: the shopper gets this one alone or all that combine, whichever saves more.', verbose_name='does not combine')),
                ('categories', models.ManyToManyField(blank=True, help_text='With everything below them. Neither categories nor products: it is for all goods.', related_name='+', to='catalog_pages.category', verbose_name='categories')),
                ('products', models.ManyToManyField(blank=True, help_text='Besides those in the categories.', related_name='+', to='catalog_pages.product', verbose_name='products')),
            ],
            options={
                'verbose_name': 'promotion',
                'verbose_name_plural': 'promotions',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PersonalUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=80)),
                ('times_used', models.PositiveIntegerField(default=0)),
                ('promotion', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='personal_uses', to='orders.promotion')),
            ],
            options={
                'verbose_name': 'personal use',
                'verbose_name_plural': 'personal uses',
            },
        ),
        migrations.CreateModel(
            name='PromotionTier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_subtotal', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='from a goods total of')),
                ('kind', models.CharField(choices=[('percentage', 'percentage'), ('amount', 'amount')], default='percentage', max_length=10, verbose_name='kind')),
                ('value', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='takes off')),
                ('promotion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tiers', to='orders.promotion')),
            ],
            options={
                'verbose_name': 'step',
                'verbose_name_plural': 'steps',
                'ordering': ['promotion', 'from_subtotal'],
            },
        ),
        migrations.CreateModel(
            name='ProviderEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=40, verbose_name='provider')),
                ('event_id', models.CharField(max_length=255, verbose_name='event')),
                ('kind', models.CharField(max_length=120, verbose_name='kind')),
                ('reference', models.CharField(blank=True, max_length=120, verbose_name='about')),
                ('payment_uuid', models.UUIDField(blank=True, null=True, verbose_name='payment')),
                ('received_at', models.DateTimeField(auto_now_add=True, verbose_name='received')),
                ('processed_at', models.DateTimeField(blank=True, null=True, verbose_name='dealt with')),
            ],
            options={
                'verbose_name': "payment provider's message",
                'verbose_name_plural': "payment providers' messages",
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('processed_at__isnull', True)), fields=['received_at'], name='provider_event_unprocessed')],
                'constraints': [models.UniqueConstraint(fields=('provider', 'event_id'), name='provider_event_noted_once')],
            },
        ),
        migrations.CreateModel(
            name='RefundLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.PositiveIntegerField(verbose_name='quantity')),
                ('unsent', models.PositiveIntegerField(default=0, help_text='Pieces that this refund keeps from being sent.', verbose_name='of these not sent')),
                ('net', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='net')),
                ('gross', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='gross')),
                ('is_void', models.BooleanField(default=False, help_text='The refund was refused.', verbose_name='void')),
                ('credit_note', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refund_lines', to='orders.invoice')),
                ('instruction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='orders.paymentinstruction')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refund_lines', to='orders.item')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refund_lines', to='orders.order')),
            ],
            options={
                'verbose_name': 'line of a refund',
                'verbose_name_plural': 'lines of refunds',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('requested', 'announced'), ('received', 'received'), ('refused', 'refused')], default='requested', editable=False, max_length=10, verbose_name='status')),
                ('answer', models.CharField(blank=True, help_text='Why it was refused, for the shopper.', max_length=400, verbose_name='answer')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='announced')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='received or refused')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='orders.order', verbose_name='order')),
                ('refund', models.ForeignKey(blank=True, help_text='The refund asked for when it was received.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.paymentinstruction')),
            ],
            options={
                'verbose_name': 'return',
                'verbose_name_plural': 'returns',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReturnLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.PositiveIntegerField(verbose_name='quantity')),
                ('reason', models.CharField(choices=[('changed_mind', 'no longer wanted'), ('damaged', 'damaged or faulty'), ('wrong_item', 'not what was ordered'), ('not_as_described', 'not as described'), ('too_late', 'came too late'), ('not_delivered', 'could not be delivered'), ('other', 'something else')], max_length=20, verbose_name='reason')),
                ('comment', models.CharField(blank=True, max_length=400, verbose_name='comment')),
                ('outcome', models.CharField(blank=True, choices=[('restock', 'back on the shelf'), ('scrap', 'scrapped')], help_text='Empty until it was received.', max_length=10, verbose_name='what became of it')),
                ('goods_return', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='orders.return')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='return_lines', to='orders.item')),
            ],
            options={
                'verbose_name': 'line of a return',
                'verbose_name_plural': 'lines of returns',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Shipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carrier', models.CharField(blank=True, max_length=80, verbose_name='carrier')),
                ('tracking_number', models.CharField(blank=True, max_length=80, verbose_name='tracking number')),
                ('tracking_url', models.URLField(blank=True, verbose_name='tracking link')),
                ('shipped_at', models.DateTimeField(auto_now_add=True, verbose_name='shipped')),
                ('delivered_at', models.DateTimeField(blank=True, null=True, verbose_name='delivered')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shipments', to='orders.order')),
            ],
            options={
                'verbose_name': 'shipment',
                'verbose_name_plural': 'shipments',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ShipmentLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.PositiveIntegerField(verbose_name='quantity')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shipment_lines', to='orders.item')),
                ('shipment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='orders.shipment')),
            ],
            options={
                'verbose_name': 'line of a shipment',
                'verbose_name_plural': 'lines of shipments',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ShippingWeightBand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('up_to_grams', models.PositiveIntegerField(verbose_name='up to, in grams')),
                ('price', models.DecimalField(decimal_places=3, max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='price')),
                ('method', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='weight_bands', to='orders.shippingmethod')),
            ],
            options={
                'verbose_name': 'weight band',
                'verbose_name_plural': 'weight bands',
                'ordering': ['method', 'up_to_grams'],
            },
        ),
        migrations.AddField(
            model_name='shippingmethod',
            name='zone',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='methods', to='orders.shippingzone', verbose_name='zone'),
        ),
        migrations.CreateModel(
            name='TaxRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', django_countries.fields.CountryField(max_length=2, verbose_name='country')),
                ('region', models.CharField(blank=True, help_text='As addresses have it, such as CA. Empty: all of it.', max_length=150, verbose_name='region')),
                ('rate', models.DecimalField(decimal_places=4, help_text='0.19 is 19 %.', max_digits=6, verbose_name='rate')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='from')),
                ('valid_until', models.DateField(blank=True, help_text='The last day.', null=True, verbose_name='until')),
                ('tax_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rates', to='catalog_pages.taxclass', verbose_name='tax class')),
            ],
            options={
                'verbose_name': 'VAT rate',
                'verbose_name_plural': 'VAT rates',
                'ordering': ['country', 'region', 'tax_class', '-valid_from'],
            },
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='What shoppers type, in capitals or not. No two are alike.', max_length=40, verbose_name='code')),
                ('usage_limit', models.PositiveIntegerField(blank=True, help_text="Of this code, besides the promotion's own limit. Empty: no limit.", null=True, verbose_name='uses allowed')),
                ('times_used', models.PositiveIntegerField(default=0, editable=False, verbose_name='uses')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('batch', models.CharField(blank=True, db_index=True, help_text='Of codes that were made together; empty for one made by hand.', max_length=80, verbose_name='batch')),
                ('promotion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='orders.promotion', verbose_name='promotion')),
            ],
            options={
                'verbose_name': 'voucher',
                'verbose_name_plural': 'vouchers',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Redemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='code')),
                ('amount_net', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='off the goods, net')),
                ('amount_gross', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='off the goods, gross')),
                ('is_free_shipping', models.BooleanField(default=False, verbose_name='free delivery')),
                ('shipping_net', models.DecimalField(decimal_places=3, default=0, max_digits=14, verbose_name='delivery saved, net')),
                ('shipping_gross', models.DecimalField(decimal_places=3, default=0, max_digits=14, verbose_name='delivery saved, gross')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('given_back_at', models.DateTimeField(blank=True, help_text='The order came to nothing: the use counts no more.', null=True, verbose_name='given back')),
                ('counted', models.ManyToManyField(editable=False, related_name='redemptions', to='orders.personaluse')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='redemptions', to='orders.order', verbose_name='order')),
                ('promotion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='redemptions', to='orders.promotion', verbose_name='promotion')),
                ('voucher', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='redemptions', to='orders.voucher', verbose_name='voucher')),
            ],
            options={
                'verbose_name': 'redemption',
                'verbose_name_plural': 'redemptions',
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='cart',
            name='voucher',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='orders.voucher', verbose_name='voucher'),
        ),
        migrations.CreateModel(
            name='InvoiceCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'invoice counter',
                'verbose_name_plural': 'invoice counters',
                'constraints': [models.UniqueConstraint(fields=('site', 'year'), name='invoice_counter_once_per_year')],
            },
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(fields=('content_type', 'object_id', 'variant'), name='item_once_per_owner'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='item_quantity_at_least_one'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', django.db.models.expressions.CombinedExpression(models.F('quantity_shipped'), '+', models.F('quantity_cancelled')))), name='item_shipped_within_ordered'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('quantity_returned__lte', models.F('quantity_shipped'))), name='item_returned_within_shipped'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('quantity_refunded__lte', django.db.models.expressions.CombinedExpression(models.F('quantity_shipped'), '+', models.F('quantity_cancelled')))), name='item_refunded_within_settled'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['status', 'placed_at'], name='orders_orde_status_883c98_idx'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['-placed_at', '-id'], name='orders_orde_placed__9f6e3c_idx'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['email'], name='orders_orde_email_88c705_idx'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(django.db.models.functions.text.Upper('email'), name='order_email_whatever_its_case'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('total__gt', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('subtotal_gross'), '-', models.F('discount_gross')), '+', models.F('shipping_gross')), '-', models.Value(Decimal('0.0005')))), ('total__lt', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('subtotal_gross'), '-', models.F('discount_gross')), '+', models.F('shipping_gross')), '+', models.Value(Decimal('0.0005'))))), name='order_total_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('total__gte', 0)), name='order_total_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('reverse_charge', False), models.Q(models.Q(('vat_number', ''), _negated=True), ('tax_total', 0)), _connector='OR'), name='order_reverse_charge_has_number_and_no_vat'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.UniqueConstraint(fields=('site', 'year', 'sequence'), name='invoice_sequence_once_per_year'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.UniqueConstraint(fields=('site', 'number'), name='invoice_number_once_per_site'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'invoice')), fields=('order',), name='one_invoice_per_order'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.CheckConstraint(condition=models.Q(('sequence__gte', 1)), name='invoice_sequence_from_one'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('kind', 'invoice')), models.Q(('corrects__isnull', False), ('kind', 'credit_note')), _connector='OR'), name='credit_note_corrects_an_invoice'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.CheckConstraint(condition=models.Q(('tax_total__gte', 0), ('total__gte', 0), ('total_net__gte', 0)), name='invoice_amounts_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.CheckConstraint(condition=models.Q(('total__gt', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('total_net'), '+', models.F('tax_total')), '-', models.Value(Decimal('0.0005')))), ('total__lt', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('total_net'), '+', models.F('tax_total')), '+', models.Value(Decimal('0.0005'))))), name='invoice_total_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='idempotencykey',
            constraint=models.UniqueConstraint(fields=('cart', 'key'), name='idempotency_key_once_per_cart'),
        ),
        migrations.AddConstraint(
            model_name='orderaddress',
            constraint=models.UniqueConstraint(fields=('order', 'kind'), name='one_address_of_a_kind_per_order'),
        ),
        migrations.AddIndex(
            model_name='outboxmessage',
            index=models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['due_at'], name='outbox_unsent_by_due_time'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('reference', ''), _negated=True), fields=['reference'], name='payment_by_reference'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('status__in', ['pending', 'authorised'])), fields=['asked_at'], name='payment_awaited_by_asking'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount_refunded__lt', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('amount_captured'), '-', models.F('amount_set_aside')), '+', models.Value(Decimal('0.0005'))))), name='payment_refund_within_taken'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount_captured__lte', models.F('amount'))), name='payment_taken_within_amount'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='payment_amount_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount_captured__gte', 0)), name='payment_taken_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount_refunded__gte', 0)), name='payment_refund_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount_set_aside__gte', 0)), name='payment_aside_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='paymententry',
            constraint=models.UniqueConstraint(fields=('payment', 'kind', 'reference'), name='payment_entry_written_once'),
        ),
        migrations.AddConstraint(
            model_name='paymententry',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='payment_entry_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='paymententry',
            constraint=models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='payment_entry_has_a_reference'),
        ),
        migrations.AddIndex(
            model_name='paymentinstruction',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['due_at'], name='instruction_open_by_due_time'),
        ),
        migrations.AddConstraint(
            model_name='paymentinstruction',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['capture', 'cancel']), ('state', 'open')), fields=('payment', 'kind'), name='one_open_capture_and_cancel_per_payment'),
        ),
        migrations.AddConstraint(
            model_name='paymentinstruction',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='instruction_amount_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='promotion',
            constraint=models.CheckConstraint(condition=models.Q(('usage_limit__isnull', True), ('times_used__lte', models.F('usage_limit')), _connector='OR'), name='promotion_used_within_its_limit'),
        ),
        migrations.AddConstraint(
            model_name='promotion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['percentage', 'buy_x_get_y']), _negated=True), ('value__lte', 100), _connector='OR'), name='promotion_percentage_at_most_100'),
        ),
        migrations.AddConstraint(
            model_name='promotion',
            constraint=models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='promotion_value_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='promotion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'buy_x_get_y'), _negated=True), models.Q(('buy_quantity__gte', 1), ('get_quantity__gte', 1)), _connector='OR'), name='promotion_says_how_many_to_buy_and_get'),
        ),
        migrations.AddConstraint(
            model_name='personaluse',
            constraint=models.UniqueConstraint(fields=('promotion', 'who'), name='personal_use_once_per_promotion'),
        ),
        migrations.AddConstraint(
            model_name='personaluse',
            constraint=models.UniqueConstraint(condition=models.Q(('promotion__isnull', True)), fields=('who',), name='personal_use_once_for_first_orders'),
        ),
        migrations.AddConstraint(
            model_name='promotiontier',
            constraint=models.UniqueConstraint(fields=('promotion', 'from_subtotal'), name='tier_once_per_subtotal'),
        ),
        migrations.AddConstraint(
            model_name='promotiontier',
            constraint=models.CheckConstraint(condition=models.Q(('from_subtotal__gte', 0), ('value__gt', 0), models.Q(models.Q(('kind', 'percentage'), _negated=True), ('value__lte', 100), _connector='OR')), name='tier_value_in_range', violation_error_message='A step takes something off, and at most 100 per cent.'),
        ),
        migrations.AddConstraint(
            model_name='refundline',
            constraint=models.UniqueConstraint(fields=('instruction', 'item'), name='refund_line_once_per_item'),
        ),
        migrations.AddConstraint(
            model_name='refundline',
            constraint=models.UniqueConstraint(condition=models.Q(('is_void', False), ('item__isnull', True)), fields=('order',), name='delivery_refunded_once'),
        ),
        migrations.AddConstraint(
            model_name='refundline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='refund_line_at_least_one'),
        ),
        migrations.AddConstraint(
            model_name='refundline',
            constraint=models.CheckConstraint(condition=models.Q(('unsent__lte', models.F('quantity'))), name='refund_line_unsent_within'),
        ),
        migrations.AddConstraint(
            model_name='refundline',
            constraint=models.CheckConstraint(condition=models.Q(('gross__gte', models.F('net')), ('net__gte', 0)), name='refund_line_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='refundline',
            constraint=models.CheckConstraint(condition=models.Q(('is_void', False), ('credit_note__isnull', True), _connector='OR'), name='void_refund_is_not_credited'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('status', 'requested')), models.Q(models.Q(('status', 'requested'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='return_is_closed_or_open'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.CheckConstraint(condition=models.Q(('refund__isnull', True), ('status', 'received'), _connector='OR'), name='return_refunds_what_came'),
        ),
        migrations.AddConstraint(
            model_name='returnline',
            constraint=models.UniqueConstraint(fields=('goods_return', 'item', 'outcome'), name='return_line_once_per_item_and_outcome'),
        ),
        migrations.AddConstraint(
            model_name='returnline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='return_line_at_least_one'),
        ),
        migrations.AddConstraint(
            model_name='shipmentline',
            constraint=models.UniqueConstraint(fields=('shipment', 'item'), name='shipment_line_once_per_item'),
        ),
        migrations.AddConstraint(
            model_name='shipmentline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='shipment_line_at_least_one'),
        ),
        migrations.AddConstraint(
            model_name='shippingweightband',
            constraint=models.UniqueConstraint(fields=('method', 'up_to_grams'), name='weight_band_once_per_method'),
        ),
        migrations.AddConstraint(
            model_name='shippingweightband',
            constraint=models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='weight_band_price_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='shippingmethod',
            constraint=models.UniqueConstraint(fields=('zone', 'code'), name='shipping_code_once_per_zone'),
        ),
        migrations.AddConstraint(
            model_name='shippingmethod',
            constraint=models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='shipping_price_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='shippingmethod',
            constraint=models.CheckConstraint(condition=models.Q(('days_max__gte', models.F('days_min'))), name='shipping_days_in_order', violation_error_message='At most is fewer days than at least.'),
        ),
        migrations.AddConstraint(
            model_name='shippingmethod',
            constraint=models.CheckConstraint(condition=models.Q(('code', 'none'), _negated=True), name='shipping_code_none_is_taken', violation_error_message='The code “none” is kept for carts that need no delivery.'),
        ),
        migrations.AddConstraint(
            model_name='taxrate',
            constraint=models.UniqueConstraint(models.F('country'), django.db.models.functions.text.Upper('region'), models.F('tax_class'), models.F('valid_from'), name='tax_rate_once_per_start', violation_error_message='There is a rate from this day already.'),
        ),
        migrations.AddConstraint(
            model_name='taxrate',
            constraint=models.UniqueConstraint(models.F('country'), django.db.models.functions.text.Upper('region'), models.F('tax_class'), condition=models.Q(('valid_from__isnull', True)), name='tax_rate_once_without_start', violation_error_message='There is a rate without a first day already.'),
        ),
        migrations.AddConstraint(
            model_name='taxrate',
            constraint=models.CheckConstraint(condition=models.Q(('rate__gte', Decimal('0')), ('rate__lt', Decimal('1'))), name='tax_rate_is_a_fraction', violation_error_message='A rate is a fraction: 0.19 for 19 per cent.'),
        ),
        migrations.AddConstraint(
            model_name='taxrate',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='tax_rate_ends_after_it_starts', violation_error_message='The last day comes before the first.'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Upper('code'), name='voucher_code_unique_whatever_its_case', violation_error_message='There is a voucher with this code already.'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(('usage_limit__isnull', True), ('times_used__lte', models.F('usage_limit')), _connector='OR'), name='voucher_used_within_its_limit'),
        ),
        migrations.AddConstraint(
            model_name='redemption',
            constraint=models.UniqueConstraint(fields=('order', 'promotion'), name='redemption_once_per_order'),
        ),
        migrations.AddConstraint(
            model_name='redemption',
            constraint=models.CheckConstraint(condition=models.Q(('amount_gross__gte', 0), ('amount_net__gte', 0), ('shipping_gross__gte', 0), ('shipping_net__gte', 0)), name='redemption_saves_not_less_than_nothing'),
        ),
        migrations.AddIndex(
            model_name='cart',
            index=models.Index(fields=['updated_at'], name='orders_cart_updated_c19f83_idx'),
        ),
        migrations.CreateModel(
            name='WebhookEndpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('description', models.CharField(blank=True, help_text='Whose it is, and what for.', max_length=200, verbose_name='description')),
                ('topics', models.JSONField(default=list, verbose_name='topics')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('switched_off_because', models.CharField(blank=True, max_length=200, verbose_name='switched off because')),
                ('secret', models.CharField(default=orders.models.webhook.new_secret, editable=False, max_length=80, verbose_name='secret')),
                ('old_secret', models.CharField(blank=True, editable=False, max_length=80, verbose_name='old secret')),
                ('old_secret_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='old secret until')),
                ('claimed_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='left in peace until')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='LowStockNotice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('low_since', models.DateTimeField(verbose_name='low since')),
                ('stock_item', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalog_pages.stockitem')),
            ],
            options={
                'verbose_name': 'notice of low stock',
                'verbose_name_plural': 'notices of low stock',
                'constraints': [models.UniqueConstraint(fields=('stock_item', 'low_since'), name='low_stock_announced_once')],
            },
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='written')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due')),
                ('claimed_until', models.DateTimeField(blank=True, null=True, verbose_name='claimed until')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('attempts', models.PositiveIntegerField(default=0, verbose_name='attempts')),
                ('last_error', models.TextField(blank=True, verbose_name='last error')),
                ('topic', models.CharField(max_length=60, verbose_name='topic')),
                ('event_id', models.UUIDField(default=uuid.uuid4, help_text='The header webhook-id: the same for every endpoint and at every attempt.', verbose_name='event')),
                ('payload', models.TextField(help_text='JSON, posted byte for byte.', verbose_name='payload')),
                ('response_status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='response')),
                ('order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='webhook_deliveries', to='orders.order', verbose_name='order')),
                ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='orders.webhookendpoint', verbose_name='webhook')),
            ],
            options={
                'verbose_name': 'webhook delivery',
                'verbose_name_plural': 'webhook deliveries',
                'ordering': ['-created_at'],
                'indexes': [models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['endpoint', 'due_at'], name='webhook_unsent_by_due_time'), models.Index(fields=['created_at'], name='webhook_by_time')],
                'constraints': [models.UniqueConstraint(fields=('endpoint', 'event_id'), name='webhook_event_once_per_endpoint')],
            },
        ),
        migrations.RunPython(guard.install, guard.remove),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to=settings.AUTH_USER_MODEL, verbose_name='customer')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog_pages.product', verbose_name='product')),
            ],
            options={
                'verbose_name': 'wish',
                'verbose_name_plural': 'wishes',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('customer', 'product'), name='wish_once_a_customer_and_product')],
            },
        ),
    ]
