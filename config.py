"""Settings, read from the environment once; nothing else."""

import os
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parent
INSTANCE = Path(os.environ.get("INSTANCE_PATH", ROOT / "instance"))


def database_url() -> str:
    """DATABASE_URL, with the driver that is installed; SQLite under instance/ by default."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{INSTANCE / 'jvap.sqlite'}"
    return url.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)


def flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default).lower() in ("1", "true", "yes", "on")


class Config:
    DEMO = flag("DEMO")
    """Shows the demo band, lets the demo accounts sign in and keeps mails in a folder."""
    SECRET_KEY = os.environ.get("SECRET_KEY", "")
    SECURITY_PASSWORD_SALT = os.environ.get("SECURITY_PASSWORD_SALT", "")
    SQLALCHEMY_DATABASE_URI = database_url()
    SQLALCHEMY_ENGINE_OPTIONS = {"pool_pre_ping": True}
    PUBLIC_URL = os.environ.get("PUBLIC_URL", "")
    """Where people reach the site, as mails tell them."""
    TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
    """How many proxies stand before the application and say truly for whom they ask."""
    MAX_CONTENT_LENGTH = MAX_FORM_MEMORY_SIZE = 4 * 1024 * 1024
    """Of a request, in bytes; a view that takes files says so and takes more (app/web/intake.py)."""
    MAX_FORM_PARTS = 5000
    WTF_CSRF_TIME_LIMIT = None
    """A token lives as long as its session: a form left open over lunch still saves."""
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = flag("HTTPS") or PUBLIC_URL.startswith("https://")
    PERMANENT_SESSION_LIFETIME = timedelta(hours=8)
    BABEL_DEFAULT_LOCALE = "en"
    LANGUAGES = ("en", "fr")
    MAIL_TO_FOLDER = flag("MAIL_TO_FOLDER", os.environ.get("DEMO", "0"))
    """Mails are put into a folder and not sent."""
    MAIL_FOLDER = os.environ.get("MAIL_FOLDER", str(INSTANCE / "mail"))
    MAIL_SERVER = os.environ.get("MAIL_SERVER", "localhost")
    MAIL_PORT = int(os.environ.get("MAIL_PORT", "25"))
    MAIL_USERNAME = os.environ.get("MAIL_USERNAME")
    MAIL_PASSWORD = os.environ.get("MAIL_PASSWORD")
    MAIL_USE_TLS = flag("MAIL_USE_TLS")
    MAIL_DEFAULT_SENDER = os.environ.get("MAIL_SENDER", "jvap-follow-up@localhost")
    DOCUMENTS_FOLDER = os.environ.get("DOCUMENTS_FOLDER", str(INSTANCE / "documents"))
    S3_BUCKET = os.environ.get("S3_BUCKET", "")
    """Where it is set, documents lie there and not in the folder."""
    S3_ENDPOINT = os.environ.get("S3_ENDPOINT", "")
    S3_REGION = os.environ.get("S3_REGION", "us-east-1")
    S3_ACCESS_KEY_ID = os.environ.get("S3_ACCESS_KEY_ID", "")
    S3_SECRET_ACCESS_KEY = os.environ.get("S3_SECRET_ACCESS_KEY", "")
