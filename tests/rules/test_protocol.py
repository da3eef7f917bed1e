"""The protocol is written once: what is generated from it is fresh, and the table is whole."""

from __future__ import annotations

from typing import get_args

from django.core.management import call_command

from consumers.wire import commands
from consumers.ws.commands import COMMANDS, TOGETHER


def test_the_schema_is_fresh() -> None:
    call_command("protocol", "--check")


def test_every_command_has_a_function_and_words_on_who_hears_what() -> None:
    for command in get_args(commands.AnyCommand):
        answered_by_the_link = command in (commands.Hello, commands.Follow)
        assert answered_by_the_link or command in COMMANDS or command in TOGETHER, command
        assert "Answer:" in (command.__doc__ or ""), command
