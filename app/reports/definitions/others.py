"""Reports on knowledge, devices, and how the product runs."""

from flask_babel import lazy_gettext as _l

from app.reports.queries.devices import (
    book_value_table,
    custody_table,
    inventory_table,
    state_table,
    warranty_table,
    worth_table,
)
from app.reports.queries.knowledge import deflection_table, knowledge_table, search_table
from app.reports.queries.rooms import room_use_table
from app.reports.queries.running import audit_table, mail_table, sign_in_table
from app.reports.registry import Field, Report, enrol
from app.reports.tables import Kind

PERIOD = Field("period", _l("Period"), _l("Days of a short period, weeks or months of a longer one."), Kind.text)

enrol(
    Report(
        "knowledge",
        _l("Knowledge"),
        _l("Which items were read in the period, what they solved, and what readers said of them."),
        "knowledge",
        ("Knowledge",),
        knowledge_table,
        chart="none",
        fields=(
            Field("title", _l("Item"), _l("The title of the item now."), Kind.text),
            Field("read", _l("Read"), _l("How many people read it, each counted once a day."), better="high"),
            Field(
                "solved",
                _l("Solved"),
                _l("How often somebody said that it solved the problem, so that no ticket was needed."),
                better="high",
            ),
            Field(
                "helpful", _l("Helpful"), _l("Readers whose last word in the period was that it helped."), better="high"
            ),
            Field(
                "unhelpful",
                _l("Not helpful"),
                _l("Readers whose last word in the period was that it did not help."),
                better="low",
            ),
        ),
    ),
    Report(
        "searches-without-result",
        _l("Searches without result"),
        _l("What people searched for in the period and nothing was found."),
        "knowledge",
        ("Knowledge",),
        search_table,
        chart="none",
        fields=(
            Field("words", _l("Words"), _l("What was typed, in lower case."), Kind.text),
            Field("times", _l("Times"), _l("How often it was searched for without a result."), better="low"),
            Field("people", _l("People"), _l("How many different people searched for it.")),
            Field("last", _l("Last time"), _l("When it was searched for last."), Kind.moment),
        ),
    ),
    Report(
        "deflection",
        _l("Deflection"),
        _l("How often people helped themselves, beside the tickets that were filed."),
        "knowledge",
        ("Knowledge", "Ticket"),
        deflection_table,
        chart="none",
        fields=(
            PERIOD,
            Field("searches", _l("Searches"), _l("Searches of the knowledge base by anybody.")),
            Field("without_result", _l("Without result"), _l("Those for which nothing was found."), better="low"),
            Field(
                "solved",
                _l("Solved by an item"),
                _l("How often somebody said that an item solved the problem."),
                better="high",
            ),
            Field("filed", _l("Filed"), _l("Tickets that were filed.")),
            Field(
                "share",
                _l("Deflection"),
                _l("What items solved, as a share of that and of the tickets filed."),
                Kind.share,
                better="high",
            ),
        ),
    ),
    Report(
        "inventory",
        _l("Inventory"),
        _l("How many devices there are of each model, by state, as they stand now."),
        "equipment",
        ("Equipment",),
        inventory_table,
        chart="none",
        has_period=False,
        fields=(
            Field("model", _l("Model"), _l("Name of the model."), Kind.text),
            Field("kind", _l("Kind"), _l("Kind of device."), Kind.text),
            Field("state", _l("State"), _l("State of the devices now."), Kind.text),
            Field("devices", _l("Devices"), _l("How many devices of this model are in this state.")),
        ),
    ),
    Report(
        "custody",
        _l("Custody"),
        _l("Which device is with whom, since when, and until when it is lent."),
        "equipment",
        ("Equipment", "Person"),
        custody_table,
        chart="none",
        has_period=False,
        fields=(
            Field("tag", _l("Tag"), _l("The number on the device's sticker."), Kind.text),
            Field("model", _l("Model"), _l("Name of the model."), Kind.text),
            Field("holder", _l("Holder"), _l("Who has it now."), Kind.text),
            Field("department", _l("Department"), _l("The holder's department now."), Kind.text),
            Field("since", _l("Since"), _l("When it was handed over."), Kind.moment),
            Field("due", _l("Lent until"), _l("When a loan ends; empty when it is no loan."), Kind.date),
            Field("accepted", _l("Accepted"), _l("When the holder confirmed to have it."), Kind.moment),
        ),
    ),
    Report(
        "depreciation",
        _l("Depreciation"),
        _l(
            "What devices with a known price cost, and what they are worth in the evening of the period's last day, written off in equal monthly parts."
        ),
        "equipment",
        ("Equipment",),
        worth_table,
        chart="none",
        fields=(
            Field("tag", _l("Tag"), _l("The number on the device's sticker."), Kind.text),
            Field("model", _l("Model"), _l("Name of the model."), Kind.text),
            Field("bought", _l("Bought"), _l("Day of the purchase."), Kind.date),
            Field(
                "currency",
                _l("Currency"),
                _l("Currency of the amounts; the last line adds up only where all are in one."),
                Kind.text,
            ),
            Field("cost", _l("Cost"), _l("What it cost."), Kind.money),
            Field(
                "worth",
                _l("Book value"),
                _l("Cost less what the months so far have taken off, never below the floor."),
                Kind.money,
            ),
            Field("written_off", _l("Written off"), _l("Cost less book value."), Kind.money),
            Field("warranty", _l("Warranty until"), _l("Last day of the warranty."), Kind.date),
        ),
    ),
    Report(
        "device-states",
        _l("Devices by state"),
        _l("How many devices are in each state of their life, as they stand now."),
        "equipment",
        ("Equipment",),
        state_table,
        has_period=False,
        fields=(
            Field("state", _l("State"), _l("State of the devices now."), Kind.text),
            Field("devices", _l("Devices"), _l("How many devices are in this state.")),
        ),
    ),
    Report(
        "warranty",
        _l("Warranty ending"),
        _l(
            "Devices whose warranty ends within the next 90 days, the first to end first; without those that are missing, to be disposed of or gone."
        ),
        "equipment",
        ("Equipment",),
        warranty_table,
        chart="none",
        has_period=False,
        fields=(
            Field("tag", _l("Tag"), _l("The number on the device's sticker."), Kind.text),
            Field("model", _l("Model"), _l("Name of the model."), Kind.text),
            Field("state", _l("State"), _l("State of the device now."), Kind.text),
            Field("warranty", _l("Warranty until"), _l("Last day of the warranty."), Kind.date),
        ),
    ),
    Report(
        "book-value",
        _l("Book value"),
        _l(
            "What all devices with a known price cost together, and what they are worth in the evening of the period's last day, by kind; no two currencies are added."
        ),
        "equipment",
        ("Equipment",),
        book_value_table,
        chart="none",
        fields=(
            Field("kind", _l("Kind"), _l("Kind of device."), Kind.text),
            Field("currency", _l("Currency"), _l("Currency of the amounts."), Kind.text),
            Field("devices", _l("Devices"), _l("Devices whose price and day of purchase are known.")),
            Field("cost", _l("Cost"), _l("What they cost."), Kind.money),
            Field(
                "worth",
                _l("Book value"),
                _l("Cost less what the months so far have taken off, never below the floor."),
                Kind.money,
            ),
            Field("written_off", _l("Written off"), _l("Cost less book value."), Kind.money),
        ),
    ),
    Report(
        "room-use",
        _l("Room use"),
        _l(
            "How much of the time in which rooms can be booked they were booked in the period; never by whom, or for what."
        ),
        "rooms",
        ("Room",),
        room_use_table,
        chart="none",
        fields=(
            Field("room", _l("Room"), _l("Name of the room; rooms that cannot be booked are left out."), Kind.text),
            Field("building", _l("Building"), _l("The building that the room is in."), Kind.text),
            Field("capacity", _l("Seats"), _l("How many people fit in.")),
            Field(
                "bookings",
                _l("Bookings"),
                _l("Bookings that took some of the opening hours of the period; what was cancelled is left out."),
            ),
            Field(
                "booked",
                _l("Booked"),
                _l("How much of the opening hours of the period was booked."),
                Kind.duration,
            ),
            Field(
                "open",
                _l("Opening hours"),
                _l("The opening hours of the period on the room's own clock; around the clock where none are kept."),
                Kind.duration,
            ),
            Field(
                "share", _l("Use"), _l("What was booked, as a share of the opening hours."), Kind.share, better="high"
            ),
        ),
    ),
    Report(
        "mail",
        _l("Mail"),
        _l("Mails that were written in the period, by what they were about, and how far they came."),
        "operations",
        ("Operations",),
        mail_table,
        chart="none",
        fields=(
            Field("mail", _l("Mail"), _l("What it was about."), Kind.text),
            Field("written", _l("Written"), _l("Mails that were put into the queue.")),
            Field("sent", _l("Sent"), _l("Those that a mail server took.")),
            Field("waiting", _l("Waiting"), _l("Those that wait for a mail server.")),
            Field(
                "given_up",
                _l("Given up"),
                _l("Those that no mail server took in three days, or that one refused."),
                better="low",
            ),
        ),
    ),
    Report(
        "sign-ins",
        _l("Sign-ins"),
        _l("How often people and programs signed in, over time."),
        "operations",
        ("Operations",),
        sign_in_table,
        chart="none",
        fields=(
            PERIOD,
            Field("browsers", _l("Browsers"), _l("Sign-ins by browser; one that lives on is counted once.")),
            Field("programs", _l("Programs"), _l("Sign-ins over REST.")),
            Field("people", _l("People"), _l("How many different people signed in.")),
        ),
    ),
    Report(
        "audit",
        _l("Audit"),
        _l("What was changed in the period, by whom and how often, from the audit log."),
        "operations",
        ("Operations",),
        audit_table,
        chart="none",
        fields=(
            Field("action", _l("What"), _l("The action as the audit log names it."), Kind.text),
            Field("person", _l("Who"), _l("Who did it; the product itself too."), Kind.text),
            Field("times", _l("Times"), _l("How often.")),
        ),
    ),
)
