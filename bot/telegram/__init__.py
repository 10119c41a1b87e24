"""Telegram: long polling or webhook, HTML messages with inline keyboards, sending."""

import os

os.environ["PTB_TIMEDELTA"] = "1"  # the SDK then gives Telegram's wish to wait as a timedelta, without warning of it
