"""Settings: read in one place, refused when they cannot be used."""

from pathlib import Path

import pytest

from deploy.contracts import tell_settings
from deploy.settings import BadSetting, Settings


def test_the_defaults_run_the_embedded_house() -> None:
    settings = Settings.from_environment({})

    assert (settings.port, settings.var, settings.peers_url) == (8080, Path("var"), "inproc:")
    assert settings.url(settings.store_url, "needs") == f"sqlite:///{Path('var').absolute()}/needs.db"
    assert settings.address == "http://localhost:8080"


def test_values_come_from_the_environment_alone() -> None:
    given = {"GONGXU_PORT": "9000", "GONGXU_VAR": "/data", "GONGXU_DEMO": "no", "HOME": "/root"}

    settings = Settings.from_environment(given)

    assert (settings.port, settings.var, settings.demo) == (9000, Path("/data"), False)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("GONGXU_PORT", "eighty", "not a whole number"),
        ("GONGXU_DEMO", "perhaps", "neither true nor false"),
        ("GONGXU_PROT", "80", "unknown setting; known: GONGXU_DEMO"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str, told: str) -> None:
    with pytest.raises(BadSetting, match=told) as refusal:
        Settings.from_environment({name: value})

    assert name in str(refusal.value)


def test_the_secret_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var")

    first = settings.find_secret()

    assert settings.find_secret() == first
    assert len(first) >= 48
    assert (tmp_path / "var" / "secret").stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == ["secret"]


def test_a_secret_is_never_shown() -> None:
    assert "hush" not in repr(Settings(secret="hush"))


def test_every_setting_is_explained() -> None:
    page = tell_settings()

    assert page.count("| `GONGXU_") == len(Settings.__dataclass_fields__)
    assert "(made at the first start)" in page


def test_a_service_that_lives_elsewhere_is_asked_there() -> None:
    settings = Settings.from_environment(
        {"GONGXU_PEERS_URL": "http://{service}:8000", "GONGXU_PEERS": "needs=http://127.0.0.1:1, search=http://h:2"}
    )

    assert settings.is_apart
    told = [settings.peer_url(name) for name in ("needs", "search", "matching")]
    assert told == ["http://127.0.0.1:1", "http://h:2", "http://{service}:8000"]
    with pytest.raises(BadSetting, match="'needs' is not name=URL"):
        Settings(peers="needs").peer_url("needs")


def test_what_may_carry_a_password_is_not_shown() -> None:
    settings = Settings(store_url="postgresql+psycopg://a:hidden@h/d", store_admin_url="hidden", secret="hidden")

    assert "hidden" not in repr(settings)
