"""Rows of the register that are one site: proposed with reasons, decided once by a person."""
