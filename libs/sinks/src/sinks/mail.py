"""Mail by SMTP."""

import asyncio
import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

from sinks.notification import Notification
from sinks.sink import NotDelivered

Security = Literal["none", "starttls", "tls"]
_SECONDS = 10.0
_PERMANENT = 500


class Mail:
    """Sends one message to all receivers; Message-ID is the notification's id."""

    def __init__(
        self,
        name: str,
        *,
        host: str,
        port: int,
        sender: str,
        receivers: Sequence[str],
        user: str = "",
        password: str = "",
        security: Security = "starttls",
    ) -> None:
        self.name = name
        self._host = host
        self._port = port
        self._sender = sender
        self._receivers = list(receivers)
        self._user = user
        self._password = password
        self._security = security

    async def send(self, notification: Notification) -> None:
        """Talk SMTP in a thread: the standard library's client blocks."""
        try:
            await asyncio.to_thread(self._send, self._message(notification))
        except smtplib.SMTPResponseException as error:
            is_final = error.smtp_code >= _PERMANENT
            raise NotDelivered(f"answered {error.smtp_code}", is_final=is_final) from error
        except smtplib.SMTPRecipientsRefused as error:
            raise NotDelivered("all receivers were refused", is_final=True) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotDelivered(type(error).__name__) from error

    def _message(self, notification: Notification) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = " ".join(notification.title.split())
        message["From"] = self._sender
        message["To"] = ", ".join(self._receivers)
        message["Date"] = format_datetime(notification.at)
        message["Message-ID"] = f"<{notification.id}@{self._sender.rpartition('@')[2]}>"
        # RFC 3834: nobody's absence note should answer.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(notification.text)
        return message

    def _send(self, message: EmailMessage) -> None:
        context = ssl.create_default_context()
        with (
            smtplib.SMTP_SSL(self._host, self._port, timeout=_SECONDS, context=context)
            if self._security == "tls"
            else smtplib.SMTP(self._host, self._port, timeout=_SECONDS)
        ) as server:
            if self._security == "starttls":
                server.starttls(context=context)
            if self._user:
                server.login(self._user, self._password)
            server.send_message(message)
