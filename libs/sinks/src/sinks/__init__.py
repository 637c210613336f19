"""Outgoing notifications: webhooks, mail, chat."""

from sinks.chat import Matrix, Slack
from sinks.configuration import SinkSettings, build
from sinks.courier import Courier
from sinks.mail import Mail
from sinks.notification import Notification
from sinks.signing import sign, verify
from sinks.sink import NotDelivered, Sink
from sinks.webhook import Webhook

__all__ = [
    "Courier",
    "Mail",
    "Matrix",
    "NotDelivered",
    "Notification",
    "Sink",
    "SinkSettings",
    "Slack",
    "Webhook",
    "build",
    "sign",
    "verify",
]
