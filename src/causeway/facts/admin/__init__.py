"""What editors work with: lists, forms, choosers and the report of facts to check."""
