"""Content packs: folders of Markdown and YAML that hold what a site says, and no code."""
