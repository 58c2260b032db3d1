"""The machinery that makes forms from declared questions."""
