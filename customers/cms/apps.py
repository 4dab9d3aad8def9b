from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Stands in INSTALLED_APPS for wagtail.users."""

    user_viewset = "customers.cms.views.CustomerViewSet"
