"""Flags for any OpenFeature SDK (OpenFeature Remote Evaluation Protocol), evaluated right here."""
