"""Data to begin with: the code lists (`reference`) and the demo world (`demo`)."""
