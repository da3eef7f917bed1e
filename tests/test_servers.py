"""The servers that tests start are real and leave nothing behind."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import psycopg
import redis as redis_client

from tests import servers


def test_a_postgresql_comes_and_goes() -> None:
    with servers.postgres() as server:
        url = servers.new_database(server)
        with psycopg.connect(url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        port = urlsplit(server).port
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_redis_comes_and_goes() -> None:
    with servers.redis() as url:
        assert redis_client.Redis.from_url(url).ping()
