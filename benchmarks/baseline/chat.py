"""The textbook's consumer."""

from __future__ import annotations

import json
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from benchmarks.baseline.models import Said


class Chat(AsyncWebsocketConsumer):
    """One socket in one room."""

    async def connect(self) -> None:
        self.room = self.scope["url_route"]["kwargs"]["room"]
        self.group = f"chat_{self.room}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str) -> None:
        said = json.loads(text_data)
        await database_sync_to_async(Said.objects.create)(room=self.room, text=said["text"])
        await self.channel_layer.group_send(
            self.group, {"type": "chat.message", "text": said["text"], "nonce": said["nonce"]}
        )

    async def chat_message(self, event: dict[str, Any]) -> None:
        said = {"text": event["text"], "nonce": event["nonce"]}
        await self.send(text_data=json.dumps(said, separators=(",", ":")))
