"""What is said: reading letters, understanding them, answering and composing briefings.

A letter:    sources -> bytes -> reading.read -> enriching.enrich -> intake.decide -> storage
A question:  text -> answering.answer (asks an ItemIndex) -> Answer
A briefing:  subscription + what is new -> composing.compose -> Briefing

Nothing here knows a database, a chat platform or a framework.
"""
