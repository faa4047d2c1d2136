"""The promise of the event log, kept by every backend: `events/log.py` says it, these tests are its definition."""
