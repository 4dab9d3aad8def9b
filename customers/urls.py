from django.urls import path

from customers.views import access, addresses, passwords, profile

app_name = "account"
urlpatterns = [
    path("", profile.home, name="home"),
    path("login/", access.LogIn.as_view(), name="login"),
    path("logout/", access.LogOut.as_view(), name="logout"),
    path("signup/", access.sign_up, name="signup"),
    path("mail/", access.mail_sent, name="mail_sent"),
    path("activate/again/", access.resend_activation, name="activation_again"),
    path("activate/<str:uid>/<str:token>/", access.activate, name="activate"),
    path("password/", passwords.password_change, name="password_change"),
    path("password/reset/", passwords.password_reset, name="password_reset"),
    path(
        "password/reset/<str:uid>/<str:token>/",
        passwords.password_reset_confirm,
        name="password_reset_confirm",
    ),
    path("email/", profile.change_email, name="email_change"),
    path("email/confirm/<str:token>/", profile.confirm_email, name="email_confirm"),
    path("details/", profile.details, name="details"),
    path("addresses/", addresses.addresses, name="addresses"),
    path("addresses/add/", addresses.add, name="address_add"),
    path("addresses/<int:pk>/", addresses.edit, name="address_edit"),
    path("addresses/<int:pk>/default/", addresses.make_default, name="address_default"),
    path("addresses/<int:pk>/remove/", addresses.remove, name="address_remove"),
    path("delete/", profile.delete, name="delete"),
]
