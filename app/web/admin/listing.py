"""The list of a generated screen: arguments checked, filters per request, one page of rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _

from app.core.paging import EXACT_UP_TO
from app.web.admin.arguments import ListArguments, read_arguments
from app.web.admin.cells import Row, cell, plain, shown_value


@dataclass(frozen=True)
class Head:
    """A column's head: its label, where a click sorts, and how it is sorted now."""

    label: Any
    href: str | None
    sorted: str | None


@dataclass(frozen=True)
class Control:
    """One control of the filter bar, with what is chosen in it."""

    name: str
    label: Any
    filter: Any
    value: str
    field: Any = None


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    label: Any
    text: str
    href: str


class Listing:
    """Answers Flask-AppBuilder's `_list`. Its own keeps the filters on the view, where requests of others meet them."""

    def _list(self, **_kwargs: Any) -> dict[str, Any]:
        asked = read_arguments(self, request.args)
        filters = self.filters_of(asked)
        total, items = self.datamodel.query(
            filters, asked.order, asked.direction, asked.page, asked.size, self.list_columns
        )
        table = self.list_widget(
            view=self,
            heads=self._heads(asked),
            rows=[self._line(item) for item in items],
            total=min(total, EXACT_UP_TO),
            is_exact=total <= EXACT_UP_TO,
            first=asked.page * asked.size + 1,
            asked=asked,
            actions=self._offered_actions(),
            newer=self._address(asked, page=asked.page - 1) if asked.page else None,
            older=self._address(asked, page=asked.page + 1) if self._goes_on(asked, total) else None,
        )
        kept = request.args.to_dict()
        return {"list": table, "search": self._filter_bar(asked), "view": self, "asked": kept}

    def filters_of(self, asked: ListArguments) -> Any:
        """The screen's own filters and those of the address."""
        filters = self._base_filters.copy()
        for column, number, _text, value in asked.filters:
            filters._add_filter(self.possible_filters[column][number], value)  # noqa: SLF001  FAB's only way without its text conversion
        return filters

    @staticmethod
    def _goes_on(asked: ListArguments, total: int) -> bool:
        following = (asked.page + 1) * asked.size
        return following < min(total, EXACT_UP_TO)

    def _line(self, item: Any) -> Row:
        href = self.address("show", pk=item.id) if "show" in self.include_route_methods else None
        first, *others = self.list_columns
        return Row(
            item.id,
            self.name_of(item),
            href,
            [cell(self, item, first, href), *(cell(self, item, column) for column in others)],
        )

    def _heads(self, asked: ListArguments) -> list[Head]:
        return [self._head(asked, column) for column in self.list_columns]

    def _head(self, asked: ListArguments, column: str) -> Head:
        label = self.label_columns[column]
        if column not in self.order_columns:
            return Head(label, None, None)
        now = asked.direction if asked.order == column else None
        turned = "desc" if now == "asc" else "asc"
        return Head(label, self._address(asked, page=0, order=column, direction=turned), now and f"{now}ending")

    def _address(
        self,
        asked: ListArguments,
        page: int = 0,
        order: str | None = None,
        direction: str | None = None,
        without: tuple[str, int] | None = None,
    ) -> str:
        """The list's address with one thing changed; what is as usual is left out."""
        name, (usual_order, usual_direction) = type(self).__name__, self.base_order
        order, direction = order or asked.order, direction or asked.direction
        parts: list[tuple[str, Any]] = [
            (f"_flt_{number}_{column}", text)
            for column, number, text, _value in asked.filters
            if (column, number) != without
        ]
        if (order, direction) != (usual_order, usual_direction):
            parts += [(f"_oc_{name}", order), (f"_od_{name}", direction)]
        if asked.size != self.page_size:
            parts.append((f"psize_{name}", asked.size))
        if page:
            parts.append((f"page_{name}", page))
        return self.address("list") + (f"?{urlencode(parts)}" if parts else "")

    def _filter_bar(self, asked: ListArguments) -> Any:
        chosen = {(column, number): text for column, number, text, _value in asked.filters}
        fields = self.filter_fields(formdata=None)
        controls = [
            Control(
                f"_flt_{number}_{column}",
                flt.label or self.label_columns[column],
                flt,
                chosen.get((column, number), ""),
                self._filled(fields, column, chosen.get((column, number))),
            )
            for column in self.search_columns
            for number, flt in enumerate(self.possible_filters[column])
        ]
        kept = self._kept(asked)
        return self.search_widget(
            view=self,
            controls=controls,
            chips=self._chips(asked, fields),
            kept=kept,
            action=self.address("list"),
            clear=self.address("list"),
        )

    def _filled(self, fields: Any, column: str, text: str | None) -> Any:
        if column not in fields:
            return None
        field = fields[column]
        if text:
            field.chosen = self.datamodel.related(column, [text])
        return field

    def _kept(self, asked: ListArguments) -> Mapping[str, Any]:
        """What the filter form carries along: the order, when it is not the usual one."""
        name = type(self).__name__
        if (asked.order, asked.direction) == tuple(self.base_order):
            return {}
        return {f"_oc_{name}": asked.order, f"_od_{name}": asked.direction}

    def _chips(self, asked: ListArguments, fields: Any) -> list[Chip]:
        return [self._chip(asked, fields, *filter_) for filter_ in asked.filters]

    def _chip(self, asked: ListArguments, fields: Any, column: str, number: int, text: str, value: Any) -> Chip:
        flt = self.possible_filters[column][number]
        label = flt.label or self.label_columns[column]
        if flt.control == "relation":
            shown = str(next(iter(fields[column].chosen), None) or _("unknown"))
        elif flt.control == "date":
            label, shown = f"{label} {flt.name}", text
        else:
            shown = plain(shown_value(dict(self.filter_choices.get(column, {})).get(text, value), label))
        return Chip(label, shown, self._address(asked, without=(column, number)))
