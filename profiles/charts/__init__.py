"""Charts that draw on given axes and return them; each is also a `Chart` that saves itself."""

from profiles.charts.ages import ages_chart, draw_ages
from profiles.charts.calendar import calendar_chart, draw_calendar
from profiles.charts.chart import Chart
from profiles.charts.choice import report_charts
from profiles.charts.diverging import diverging_chart, draw_diverging
from profiles.charts.dots import dots_chart, draw_dots
from profiles.charts.dumbbell import draw_dumbbell, dumbbell_chart
from profiles.charts.dyads import draw_dyads, dyads_chart
from profiles.charts.meetings import draw_meetings, meetings_chart
from profiles.charts.multiples import draw_multiples, multiples
from profiles.charts.overview import draw_overview, overview_chart
from profiles.charts.specifications import draw_specifications, specifications_chart
from profiles.charts.stances import draw_stances, stances_chart
from profiles.charts.statements import draw_statements, statements_chart
from profiles.charts.style import display_name, house_style
from profiles.charts.survival import draw_survival, survival_chart
from profiles.charts.timeline import draw_timeline, timeline_chart

__all__ = [
    "Chart",
    "ages_chart",
    "calendar_chart",
    "display_name",
    "diverging_chart",
    "dots_chart",
    "draw_ages",
    "draw_calendar",
    "draw_diverging",
    "draw_dots",
    "draw_dumbbell",
    "draw_dyads",
    "draw_meetings",
    "draw_multiples",
    "draw_overview",
    "draw_specifications",
    "draw_stances",
    "draw_statements",
    "draw_survival",
    "draw_timeline",
    "dumbbell_chart",
    "dyads_chart",
    "house_style",
    "meetings_chart",
    "multiples",
    "overview_chart",
    "report_charts",
    "specifications_chart",
    "stances_chart",
    "statements_chart",
    "survival_chart",
    "timeline_chart",
]
