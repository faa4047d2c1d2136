"""The log of facts, the bottom layer: envelope, port, logs, outbox, inbox, relay and worker."""
