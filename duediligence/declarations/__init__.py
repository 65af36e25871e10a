"""Reads what is declared (profiles, questionnaires, agreements, measures, tables) and checks it."""
