"""Assesses vendors of recruitment software that contains AI."""

__version__ = "0.1.0"
