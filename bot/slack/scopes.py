"""What the bot asks of Slack, and why; the manifest is checked against it."""

#: Without these it does not work.
NEEDED = {
    "app_mentions:read": "vragen met @JBZ",
    "chat:write": "antwoorden en briefings plaatsen",
    "chat:write.public": "briefings plaatsen in openbare kanalen zonder uitnodiging",
    "commands": "/jbz en de snelkoppelingen",
    "im:history": "vragen in een direct bericht",
    "im:write": "een direct bericht beginnen",
    "users:read": "uw taal en tijdzone, en wie beheerder is",
}
#: Without these it does less.
OPTIONAL = {
    "channels:history": "zien of een briefing aankwam na een verbroken verbinding",
    "channels:read": "een abonnement naar een ander kanaal verplaatsen",
    "groups:history": "zien of een briefing aankwam in een besloten kanaal",
    "groups:read": "een abonnement naar een besloten kanaal verplaatsen",
    "links:read": "tonen wat achter een link naar de leeskamer staat",
    "links:write": "tonen wat achter een link naar de leeskamer staat",
}
