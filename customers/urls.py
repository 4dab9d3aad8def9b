from django.urls import path

from customers.views import access, addresses, export, log_ins, newsletter, passwords, profile

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
    path("sessions/", log_ins.sessions, name="sessions"),
    path("sessions/others/end/", log_ins.end_other_sessions, name="sessions_end"),
    path("sessions/apps/end/", log_ins.end_token, name="token_end"),
    path("sessions/<int:pk>/end/", log_ins.end_session, name="session_end"),
    path("newsletter/", newsletter.ask, name="newsletter"),
    path("newsletter/choose/", newsletter.choose, name="newsletter_choose"),
    path("newsletter/confirm/<str:token>/", newsletter.confirm, name="newsletter_confirm"),
    path("newsletter/leave/<str:token>/", newsletter.leave, name="newsletter_leave"),
    path("export/", export.export, name="export"),
    path("delete/", profile.delete, name="delete"),
]
