"""The verbs of the house. Each checks the rule, changes rows and appends the event; none commits.

A verb takes the house (database session, keys, files, clock, questionnaires) and the actor first, then what it is
about. It raises a refusal of `refusals.py`, with words for the person, and leaves the caller to commit or roll back.
"""
