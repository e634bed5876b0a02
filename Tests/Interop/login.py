"""Logs a person in through authlib, social-auth-core and django-allauth. The argument is the sandbox's base address."""

import sys
import traceback

import requests
from browser import Browser, query

BASE = sys.argv[1]
CLIENT = "sandbox-rest-key"
SECRET = "sandbox-client-secret"
PERSON = "1376016924429759228"
CALLBACK = "http://127.0.0.1:8080/callback"
ALLAUTH_CALLBACK = "http://testserver/accounts/kakao/login/callback/"


def prepare():
    """The example seed's key, with the address that Django's test client is reached by as well."""
    requests.post(f"{BASE}/sandbox/api/reset").raise_for_status()
    requests.delete(f"{BASE}/sandbox/api/keys/rest").raise_for_status()
    key = {
        "name": "rest",
        "value": CLIENT,
        "kind": "rest",
        "client_secret": SECRET,
        "redirect_uris": [CALLBACK, ALLAUTH_CALLBACK],
    }
    requests.post(f"{BASE}/sandbox/api/keys", json=key).raise_for_status()


def authlib():
    """OpenID Connect by discovery, with PKCE, nonce, key set, user info and a refresh."""
    from authlib.common.security import generate_token
    from authlib.integrations.requests_client import OAuth2Session
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.jwk import KeySet

    metadata = requests.get(f"{BASE}/.well-known/openid-configuration").json()
    verifier, nonce = generate_token(64), generate_token(20)
    client = OAuth2Session(
        CLIENT,
        SECRET,
        token_endpoint_auth_method="client_secret_post",
        scope="openid account_email",
        redirect_uri=CALLBACK,
        code_challenge_method="S256",
    )
    address, state = client.create_authorization_url(
        metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce
    )
    back = Browser(BASE).log_in(address, PERSON, untick=("marketing",))
    assert query(back)["state"] == state
    token = client.fetch_token(metadata["token_endpoint"], authorization_response=back, code_verifier=verifier)
    keys = KeySet.import_key_set(requests.get(metadata["jwks_uri"]).json())
    decoded = jwt.decode(token["id_token"], keys, algorithms=["RS256"])
    claims = CodeIDToken(
        decoded.claims,
        decoded.header,
        options={"iss": {"value": metadata["issuer"]}, "aud": {"value": CLIENT}, "nonce": {"value": nonce}},
        params={"nonce": nonce, "client_id": CLIENT},
    )
    claims.validate()
    assert claims["sub"] == PERSON and claims["email"] == "hana@example.com", dict(claims)
    info = client.get(metadata["userinfo_endpoint"]).json()
    assert info["sub"] == PERSON and info["email_verified"] is True, info
    refreshed = client.refresh_token(metadata["token_endpoint"], refresh_token=token["refresh_token"])
    assert refreshed["access_token"] != token["access_token"]


def social_auth_core():
    """The package's own Kakao backend."""
    from social_core.backends.kakao import KakaoOAuth2
    from social_core.strategy import BaseStrategy

    session, settings = {}, {"SOCIAL_AUTH_KAKAO_KEY": CLIENT, "SOCIAL_AUTH_KAKAO_SECRET": SECRET}

    class Nonces:
        known = set()

        @classmethod
        def use(cls, *nonce):
            cls.known.add(nonce)
            return True

        @classmethod
        def consume(cls, *nonce):
            return nonce in cls.known and not cls.known.discard(nonce)

    class Storage:
        nonce = Nonces

    class Strategy(BaseStrategy):
        data = {}

        def get_setting(self, name):
            return settings[name]

        def request_data(self, merge=True):
            return self.data

        def request_host(self):
            return "127.0.0.1:8080"

        def build_absolute_uri(self, path=None):
            return CALLBACK

        def redirect(self, url):
            return url

        def session_get(self, name, default=None):
            return session.get(name, default)

        def session_set(self, name, value):
            session[name] = value

        def session_pop(self, name):
            return session.pop(name, None)

        def authenticate(self, backend, *args, **kwargs):
            # Here a shop's pipeline would make its user.
            return kwargs["response"]

    class Kakao(KakaoOAuth2):
        AUTHORIZATION_URL = f"{BASE}/oauth/authorize"
        ACCESS_TOKEN_URL = f"{BASE}/oauth/token"

        def request(self, url, *args, **kwargs):
            # The address of the profile stands in the middle of a method; it is changed on its way out.
            return super().request(url.replace("https://kapi.kakao.com", BASE), *args, **kwargs)

    strategy = Strategy(Storage)
    back = Browser(BASE).log_in(Kakao(strategy, redirect_uri=CALLBACK).start(), PERSON, untick=("marketing",))
    strategy.data = query(back)
    backend = Kakao(strategy, redirect_uri=CALLBACK)
    profile = backend.auth_complete()
    details = backend.get_user_details(profile)
    assert str(backend.get_user_id(details, profile)) == PERSON, profile
    assert details["email"] == "hana@example.com", details


def django_allauth():
    """The package's own Kakao provider, in a whole Django project."""
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY="for this run only",
        ALLOWED_HOSTS=["testserver"],
        ROOT_URLCONF="urls",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.socialaccount",
            "allauth.socialaccount.providers.kakao",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        LOGIN_REDIRECT_URL="/",
        USE_TZ=True,
        SOCIALACCOUNT_PROVIDERS={"kakao": {"APPS": [{"client_id": CLIENT, "secret": SECRET}]}},
    )
    django.setup()
    from allauth.socialaccount.models import SocialAccount
    from allauth.socialaccount.providers.kakao.views import KakaoOAuth2Adapter
    from django.core.management import call_command
    from django.test import Client

    KakaoOAuth2Adapter.authorize_url = f"{BASE}/oauth/authorize"
    KakaoOAuth2Adapter.access_token_url = f"{BASE}/oauth/token"
    KakaoOAuth2Adapter.profile_url = f"{BASE}/v2/user/me"
    call_command("migrate", verbosity=0)
    shop = Client()
    start = shop.post("/accounts/kakao/login/")
    assert start.status_code == 302, start.content[:500]
    back = Browser(BASE).log_in(start["Location"], PERSON, untick=("marketing",))
    assert back.startswith(ALLAUTH_CALLBACK), back
    end = shop.get(back)
    assert end.status_code == 302, end.content[:2000]
    account = SocialAccount.objects.get(provider="kakao")
    assert account.uid == PERSON and account.user.email == "hana@example.com", account.extra_data
    assert "_auth_user_id" in shop.session


def main():
    failed = 0
    for run in (authlib, social_auth_core, django_allauth):
        name = run.__name__.replace("_", "-")
        try:
            prepare()
            run()
            print(f"interop: {name}: passed")
        except Exception:  # noqa: BLE001 - whatever it is, the others are tried as well
            failed += 1
            traceback.print_exc()
            print(f"interop: {name}: FAILED")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
