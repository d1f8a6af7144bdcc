"""Charts that draw on given axes and return them; each is also a `Chart` that saves itself."""

from profiles.charts.ages import ages_chart, draw_ages
from profiles.charts.chart import Chart
from profiles.charts.choice import report_charts
from profiles.charts.meetings import draw_meetings, meetings_chart
from profiles.charts.statements import draw_statements, statements_chart
from profiles.charts.style import display_name, house_style
from profiles.charts.timeline import draw_timeline, timeline_chart

__all__ = [
    "Chart",
    "ages_chart",
    "display_name",
    "draw_ages",
    "draw_meetings",
    "draw_statements",
    "draw_timeline",
    "house_style",
    "meetings_chart",
    "report_charts",
    "statements_chart",
    "timeline_chart",
]
