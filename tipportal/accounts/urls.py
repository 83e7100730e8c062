"""The account pages that are offered, and no others: no sign-up, no e-mail, no reset by mail. allauth finds them by its
own names; where two of its pages are one here, both names lead to it."""

from django.urls import path
from django.views.decorators.cache import never_cache

from tipportal.accounts import views

account = views.account
sign_in = never_cache(views.SignIn.as_view())
sign_out = never_cache(views.SignOut.as_view())
passkey_sign_in = never_cache(views.PasskeySignIn.as_view())

urlpatterns = [
    path("", account, name="account"),
    path("", account, name="mfa_index"),
    path("", account, name="mfa_list_webauthn"),
    path("login/", sign_in, name="login"),
    path("login/", sign_in, name="account_login"),
    path("login/second-step/", views.SecondStep.as_view(), name="mfa_authenticate"),
    path("login/passkey/", passkey_sign_in, name="mfa_login_webauthn"),
    path("logout/", sign_out, name="logout"),
    path("logout/", sign_out, name="account_logout"),
    path("sessions/end/", views.end_other_sessions, name="end_other_sessions"),
    path("password/", never_cache(views.ChangePassword.as_view()), name="account_change_password"),
    path("again/", never_cache(views.PasswordAgain.as_view()), name="account_reauthenticate"),
    path("again/code/", never_cache(views.CodeAgain.as_view()), name="mfa_reauthenticate"),
    path("again/passkey/", never_cache(views.PasskeyAgain.as_view()), name="mfa_reauthenticate_webauthn"),
    path("app/", never_cache(views.ActivateApp.as_view()), name="mfa_activate_totp"),
    path("app/qr.svg", views.app_qr, name="app_qr"),
    path("app/remove/", never_cache(views.DeactivateApp.as_view()), name="mfa_deactivate_totp"),
    path("recovery-codes/", never_cache(views.RecoveryCodes.as_view()), name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", never_cache(views.NewRecoveryCodes.as_view()), name="mfa_generate_recovery_codes"),
    path("recovery-codes.txt", views.DownloadRecoveryCodes.as_view(), name="mfa_download_recovery_codes"),
    path("passkeys/add/", never_cache(views.AddPasskey.as_view()), name="mfa_add_webauthn"),
    # A number, because a person may give two keys one name; nobody else meets these addresses.
    path("passkeys/<int:pk>/", never_cache(views.RenamePasskey.as_view()), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", never_cache(views.RemovePasskey.as_view()), name="mfa_remove_webauthn"),
]
