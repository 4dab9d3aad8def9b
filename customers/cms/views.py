from typing import Any

from wagtail.users.views.users import CreateView, EditView, UserViewSet

# What makes an account more than a shopper's, in Wagtail's forms.
RIGHTS = ("is_superuser", "groups")


class _RightsAreForSuperusers:
    """Shows the rights to all who manage users, and lets superusers alone change them."""

    request: Any

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if not self.request.user.is_superuser:
            for name in RIGHTS:
                if name in form.fields:
                    form.fields[name].disabled = True
        return form


class CustomerCreateView(_RightsAreForSuperusers, CreateView):
    pass


class CustomerEditView(_RightsAreForSuperusers, EditView):
    pass


class CustomerViewSet(UserViewSet):
    add_view_class = CustomerCreateView
    edit_view_class = CustomerEditView
