"""Microsoft Teams: activities that the Bot Connector sends us over HTTP; Adaptive Cards that we send it."""
