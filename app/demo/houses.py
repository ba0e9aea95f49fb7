"""The houses of the demo company: three sites in two zones, eighteen rooms, and what people meet about."""

SITES = {  # key as in cast: name, zone, country, address
    "V": ("Vienna", "Europe/Vienna", "AT", "Lindengasse 41, 1070 Vienna"),
    "L": ("Linz", "Europe/Vienna", "AT", "Hafenstrasse 12, 4020 Linz"),
    "H": ("Halifax", "America/Halifax", "CA", "88 Water Street, Halifax, Nova Scotia"),
}
BUILDINGS = {"V": "Linden house", "L": "Harbour works", "H": "Water Street"}
FEATURES = {"Screen": "tv", "Whiteboard": "pencil-line", "Video conference": "video", "Telephone": "phone",
            "Step-free": "accessibility", "Daylight": "sun"}  # fmt: skip
OFFICE = {str(day): ["07:30", "19:00"] for day in range(5)}

# Site, floor, name, door, seats, features
ROOMS = (
    ("V", "Ground floor", "Amber", "0.02", 6, ("Screen", "Step-free")),
    ("V", "Ground floor", "Jade", "0.05", 12, ("Screen", "Video conference", "Step-free")),
    ("V", "1st floor", "Onyx", "1.01", 4, ("Whiteboard", "Daylight")),
    ("V", "1st floor", "Opal", "1.02", 4, ("Screen", "Daylight")),
    ("V", "1st floor", "Ruby", "1.07", 8, ("Screen", "Whiteboard")),
    ("V", "2nd floor", "Garnet", "2.01", 20, ("Screen", "Video conference", "Whiteboard", "Daylight")),
    ("V", "2nd floor", "Pearl", "2.03", 2, ("Telephone",)),
    ("V", "2nd floor", "Quartz", "2.04", 2, ("Telephone",)),
    ("V", "2nd floor", "Topaz", "2.09", 10, ("Screen", "Video conference")),
    ("L", "Ground floor", "Danube", "E01", 14, ("Screen", "Video conference", "Step-free")),
    ("L", "Ground floor", "Traun", "E04", 6, ("Screen", "Step-free")),
    ("L", "Upper floor", "Enns", "O02", 4, ("Whiteboard", "Daylight")),
    ("L", "Upper floor", "Steyr", "O03", 4, ("Screen",)),
    ("L", "Upper floor", "Krems", "O07", 8, ("Screen", "Whiteboard")),
    ("H", "Main floor", "Lighthouse", "101", 16, ("Screen", "Video conference", "Step-free")),
    ("H", "Main floor", "Schooner", "104", 6, ("Screen", "Step-free")),
    ("H", "Second floor", "Beacon", "201", 4, ("Whiteboard", "Daylight")),
    ("H", "Second floor", "Harbour", "203", 8, ("Screen", "Daylight")),
)
CLOSED = (  # to everybody but those who work there: nobody books them
    ("V", "Basement", "Server room", "-1.01", 2),
    ("V", "Basement", "IT store", "-1.02", 2),
    ("V", "1st floor", "Finance", "1.10", 6),
    ("L", "Ground floor", "Dispatch", "E09", 8),
)
BASEMENT, STORE = "Basement", "IT store"
PLACES = {  # where devices stand that nobody carries around, in the order in which they were bought
    "printer": ("Finance", "Traun", "Schooner", "Dispatch", "Dispatch"),
    "projector": ("Garnet", "Lighthouse"),
    "conference": ("Danube", "Jade"),
    "network": ("Server room", "Server room", "Enns", "Beacon"),
    "server": ("Server room",),
    "storage": ("Server room",),
}
BROKEN = ("Topaz", "Screen", "The display stays black since this morning.")

# Room, whose, title, weekday, hour, minutes, private
SERIES = (
    ("Jade", "anna", "Weekly team meeting", 0, 9, 60, False),
    ("Garnet", "mia", "Management round", 1, 10, 90, False),
    ("Ruby", "ben", "Service desk hand-over", 2, 8, 30, False),
    ("Danube", "jonas.wieser", "Works meeting", 3, 9, 60, False),
    ("Lighthouse", "wei.lindgren", "Overseas call", 4, 9, 60, False),
    ("Onyx", "mia", "One to one", 3, 14, 30, True),
)
TITLES = (
    "Project check-in", "Supplier call", "Interview", "Quarter planning", "Design review", "Stand-up", "Workshop",
    "Budget talk", "Customer visit", "Training: time sheets", "Retrospective", "Hand-over", "Contract talk",
    "Kick-off", "Job shadowing", "Onboarding", "Price list", "Safety briefing", "Press call", "Release talk",
)  # fmt: skip
