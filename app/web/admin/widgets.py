"""The parts of a generated page, in our templates instead of Flask-AppBuilder's."""

from flask_appbuilder.widgets import RenderTemplateWidget


class TableWidget(RenderTemplateWidget):
    """Rows as a table that becomes cards on a small screen, with its pager and bulk actions."""

    template = "appbuilder/general/widgets/table.html"


class FilterBar(RenderTemplateWidget):
    """What the list can be narrowed by, and the filters in force as chips."""

    template = "appbuilder/general/widgets/filters.html"


class FormWidget(RenderTemplateWidget):
    """A form in one column, in groups with help."""

    template = "appbuilder/general/widgets/form.html"


class FactsWidget(RenderTemplateWidget):
    """What is known of one row, in groups."""

    template = "appbuilder/general/widgets/facts.html"
