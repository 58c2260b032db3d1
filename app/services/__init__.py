"""Every write; flushes, never commits."""
