"""Addresses below ``/<language>/asks/``. The page at ``asks/`` itself is one of the tree."""

from django.urls import path, register_converter

from causeway.asks import views, views_data, views_pages


class AskKeyConverter:
    """The key of an ask; what cannot be one is not looked up."""

    regex = r"[a-z0-9]+(?:[.-][a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(AskKeyConverter, "ask_key")

app_name = "asks"
urlpatterns = [
    path("asks.csv", views_data.asks_csv, name="asks_csv"),
    path("asks.json", views_data.asks_json, name="asks_json"),
    path("events.csv", views_data.events_csv, name="events_csv"),
    path("events.json", views_data.events_json, name="events_json"),
    path("feed.atom", views_data.feed, name="feed"),
    path("same-answer/", views_pages.same_answer, name="same_answer"),
    path("same-answer/pairs.csv", views_data.pairs_csv, name="pairs_csv"),
    path("same-answer/pairs.json", views_data.pairs_json, name="pairs_json"),
    path("questions/", views_pages.questions, name="questions"),
    path("questions/questions.csv", views_data.questions_csv, name="questions_csv"),
    path("questions/questions.json", views_data.questions_json, name="questions_json"),
    path("calendar/", views_pages.calendar, name="calendar"),
    path("calendar/calendar.csv", views_data.calendar_csv, name="calendar_csv"),
    path("calendar/calendar.json", views_data.calendar_json, name="calendar_json"),
    path("calendar/calendar.ics", views_data.yearly_calendar, name="calendar_ics"),
    path("corrections/", views_pages.corrections, name="corrections"),
    path("corrections/corrections.csv", views_data.corrections_csv, name="corrections_csv"),
    path("corrections/corrections.json", views_data.corrections_json, name="corrections_json"),
    # Below the names above: an ask that is called like one of them cannot be reached.
    path("<ask_key:key>/", views.ask, name="ask"),
    path("<ask_key:key>/events.csv", views_data.events_csv, name="ask_events_csv"),
    path("<ask_key:key>/events.json", views_data.events_json, name="ask_events_json"),
    path("<ask_key:key>/milestones.csv", views_data.milestones_csv, name="milestones_csv"),
    path("<ask_key:key>/status.csv", views_data.status_csv, name="status_csv"),
    path("<ask_key:key>/feed.atom", views_data.feed, name="ask_feed"),
    path("<ask_key:key>/calendar.ics", views_data.ask_calendar, name="ask_calendar"),
]
