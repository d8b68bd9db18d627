from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "causeway.pages"
    label = "pages"

    def ready(self) -> None:
        from causeway.facts import api as facts
        from causeway.pages import signals
        from causeway.pages.context import reader_context

        # facts is the ground floor and may not import this room, so it is handed the page frame.
        facts.use_reader_context(reader_context)
        signals.connect()
