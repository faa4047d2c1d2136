"""The URL of a log on Kafka says all that its clients are told."""

import pytest

from events.kafka_settings import read_settings


def test_a_bare_address_connects_openly_with_the_default_times() -> None:
    settings = read_settings("kafka://one:9092,two:9092")

    assert settings.client["bootstrap_servers"] == ["one:9092", "two:9092"]
    assert settings.security == {"security_protocol": "PLAINTEXT"}
    assert (settings.session_s, settings.hang_s, settings.answer_s) == (10.0, 60.0, 30.0)
    assert "group_instance_id" not in settings.member_of_group


def test_user_and_password_sign_in_and_are_not_shown() -> None:
    settings = read_settings("kafka://gongxu:p%40ss%3Aword@one:9092?sasl=SCRAM-SHA-512&tls=1")

    assert settings.security == {
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "gongxu",
        "sasl_plain_password": "p@ss:word",
    }
    assert "p@ss" not in repr(settings)


def test_files_of_certificates_mean_tls() -> None:
    settings = read_settings("kafka://one:9093?ca=/run/ca.pem&certificate=/run/me.pem&key=/run/me.key")

    assert settings.security == {
        "security_protocol": "SSL",
        "ssl_cafile": "/run/ca.pem",
        "ssl_certfile": "/run/me.pem",
        "ssl_keyfile": "/run/me.key",
    }


def test_every_client_goes_through_the_proxy_that_is_named_and_through_none_otherwise() -> None:
    settings = read_settings("kafka://one:9092?proxy=http://gate:3128")

    for told in (settings.client, settings.producer, settings.reader, settings.member_of_group):
        assert told["proxy_url"] == "http://gate:3128"
    assert "proxy_url" not in read_settings("kafka://one:9092").client


def test_options_say_times_member_prefix_and_settings_of_topics() -> None:
    settings = read_settings("kafka://one:9092?session_s=6&hang_s=20&member=work-1&prefix=trial.&topic.segment.ms=200")

    told = settings.member_of_group
    assert (told["session_timeout_ms"], told["max_poll_interval_ms"]) == (6000, 20000)
    assert told["group_instance_id"] == "work-1"
    assert (settings.prefix, settings.topic) == ("trial.", {"segment.ms": "200"})


@pytest.mark.parametrize(
    "url",
    [
        "kafka://",
        "kafka://one",
        "kafka://one:9092/topic",
        "kafka://one:9092?colour=red",
        "kafka://u:secret@one:9092?session_s=x",
        "kafka://u:secret@one:9092?session_s=0",
    ],
)
def test_any_other_form_is_refused_without_telling_the_password(url: str) -> None:
    with pytest.raises(ValueError, match="unusable log URL") as refusal:
        read_settings(url)

    assert "secret" not in str(refusal.value)


def test_a_producer_never_lets_a_batch_expire_and_is_never_repeated_out_of_order() -> None:
    told = read_settings("kafka://one:9092").producer

    assert told["delivery_timeout_ms"] == 2_147_483_647
    assert (told["acks"], told["enable_idempotence"], told["retries"]) == ("all", True, float("inf"))


def test_a_reader_sees_only_what_is_committed() -> None:
    assert read_settings("kafka://one:9092").reader["isolation_level"] == "read_committed"
