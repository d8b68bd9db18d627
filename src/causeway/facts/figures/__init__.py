"""Charts made from facts: what a figure may hold, its values, where they stand on paper, and the page around it."""
