"""A busy machine is no fault of a property: examples may take as long as they take."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
