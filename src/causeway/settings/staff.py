"""Staff: how people sign in, how long they stay signed in, and what the admin is told about it."""

import zoneinfo

from django.utils.functional import SimpleLazyObject

from causeway.env import read_environment

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "causeway.staff.passwords.GuessableValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60

# --- Sessions: enforced by causeway.staff.middleware -----------------------------------------
STAFF_IDLE_SECONDS = 30 * 60
STAFF_SESSION_SECONDS = 8 * 60 * 60
SESSION_COOKIE_AGE = STAFF_SESSION_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True

# --- allauth ------------------------------------------------------------------------------------
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ALLAUTH_TRUSTED_PROXY_COUNT = read_environment()["TRUSTED_PROXIES"]
ACCOUNT_ADAPTER = "causeway.staff.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# Only an administrator sets an address, and the link that opens an account is mailed to it.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A stranger's address never makes this site send mail.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {
    "login": "causeway.staff.forms.SignInForm",
    "reauthenticate": "causeway.staff.forms.ReauthenticateForm",
    "change_password": "causeway.staff.forms.ChangePasswordForm",
    "set_password": "causeway.staff.forms.SetPasswordForm",
    "reset_password": "causeway.staff.forms.ResetPasswordForm",
    "reset_password_from_key": "causeway.staff.forms.ResetPasswordKeyForm",
}
MFA_ADAPTER = "causeway.staff.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 10
# A phone's clock is often half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "causeway.staff.forms.AuthenticateForm",
    "reauthenticate": "causeway.staff.forms.ReauthenticateCodeForm",
    "activate_totp": "causeway.staff.forms.ActivateTOTPForm",
    "add_webauthn": "causeway.staff.forms.AddPasskeyForm",
    "edit_webauthn": "causeway.staff.forms.RenamePasskeyForm",
}

# --- Wagtail ------------------------------------------------------------------------------------
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/admin/access/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILUSERS_PASSWORD_REQUIRED = False
# Wagtail would otherwise send a hash of each staff address to an avatar service and ask for updates.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# A page changed while a colleague reads it is read again.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# Debian also lists "localtime" and other names that browsers refuse; read when somebody opens their account.
WAGTAIL_USER_TIME_ZONES = SimpleLazyObject(
    lambda: sorted(name for name in zoneinfo.available_timezones() if "/" in name or name == "UTC")
)
