"""What editors work with: lists, forms, drafts to read, disputes and the corrections log."""
