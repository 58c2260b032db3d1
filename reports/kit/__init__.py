"""What all reports share: how one is declared, run and rendered."""
