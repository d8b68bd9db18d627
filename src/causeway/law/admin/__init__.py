"""What staff work with: provisions and their readings, verdicts, signing, bills, views, courts, treaties."""
