"""What the company owns, and the life that each device has had: plans in plain values, the same every time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from app.demo import cast, houses
from app.demo.texts import read
from app.equipment.models import MOVES, DeviceEvent, DeviceState

E = DeviceEvent
KEEPERS = ("ines.moreau", "jonas.wieser", "sana.qureshi")
WITH_PHONE = ("Sales", "Operations", "IT")
FAILING = "Kite 13"


@dataclass(frozen=True)
class Step:
    """One thing that happened so many days ago."""

    event: DeviceEvent
    days_ago: float
    person: str | None = None
    reason: str = ""
    due_in: int | None = None  # days from now, of a loan
    actor: str | None = None  # one of the keepers where nobody is named


@dataclass
class Plan:
    """One device: what it is, and its life so far."""

    tag: str
    model: int  # its place in the list of models
    bought: int  # days ago
    steps: list[Step] = field(default_factory=list)
    room: str | None = None  # where it stands; what lies on the shelf lies in the store

    def states(self) -> Iterator[tuple[Step, DeviceState | None, DeviceState]]:
        """Each step with the states before and after; the table of moves must allow it."""
        state, before = DeviceState.ordered, DeviceState.in_stock
        for step in self.steps:
            if step.event is E.register:
                yield step, None, state
                continue
            move = MOVES[step.event]
            if state not in move.sources:
                raise ValueError(f"{self.tag}: {step.event} cannot happen in {state}")
            if step.event is E.fault:
                before = state
            after = move.target or before
            yield step, state, after
            state = after


@dataclass(frozen=True)
class Product:
    """One line of the list of models."""

    prefix: str
    kind: str
    maker: str
    name: str
    count: int
    warranty: int
    months: int
    price: str
    age: int  # months since the first was bought
    end_of_life: int | None  # months from now


def products() -> list[Product]:
    """The 24 models."""
    return [_product([cell.strip() for cell in line.split("|")]) for line in read("equipment")["models"]]


def _product(cells: list[str]) -> Product:
    count, warranty, months = map(int, cells[4:7])
    end_of_life = int(cells[9]) if cells[9] else None
    return Product(*cells[:4], count, warranty, months, cells[7], int(cells[8]), end_of_life)


def plans(chance: Random) -> list[Plan]:
    """All 140 devices."""
    made = list(_bought(chance))
    of = {kind: [plan for plan in made if products()[plan.model].kind == kind] for kind in {p.kind for p in products()}}
    people = [member.key for member in cast.members() if member.key != cast.NEWCOMER]
    laptops = sorted(of["laptop"], key=lambda plan: plan.tag)
    chance.shuffle(laptops)
    for plan, person in zip(laptops, people, strict=False):
        _give(plan, person, chance)
        plan.room = "Finance" if person == "anna" else None
    _spread(of, people, chance)
    _fix(of, chance)
    _trouble(made, chance)
    _special(made, of)
    return made


def _bought(chance: Random) -> Iterator[Plan]:
    numbers: dict[str, int] = {}
    for place, product in enumerate(products()):
        for nth in range(product.count):
            numbers[product.prefix] = numbers.get(product.prefix, 0) + 1
            spread = max(product.age - 3, 1)
            bought = max(round((product.age - spread * nth / product.count) * 30.4) - chance.randrange(20), 40)
            plan = Plan(f"{product.prefix}-{numbers[product.prefix]:04}", place, bought)
            plan.steps = [Step(E.register, bought), Step(E.receive, bought - 6), Step(E.stock, bought - 7)]
            yield plan


def _give(plan: Plan, person: str, chance: Random) -> None:
    at = max(plan.bought - 10 - chance.randrange(25), 2.5)
    plan.steps += [Step(E.hand_over, at, person), Step(E.accept, at - chance.random() * 2, person, actor=person)]


def _spread(of: dict[str, list[Plan]], people: Sequence[str], chance: Random) -> None:
    """Screens, docks, phones and headsets go to some; the rest lies on the shelf."""
    phones = [m.key for m in cast.members() if m.department in WITH_PHONE and m.key != cast.LEAVER]
    somebody = [person for person in people if person not in {cast.LEAVER, "anna"}]
    for kind, kept, who in (("monitor", 4, somebody), ("dock", 3, somebody), ("phone", 2, phones),
                            ("headset", 4, somebody), ("desktop", 1, somebody), ("camera", 1, somebody),
                            ("accessory", 1, somebody)):  # fmt: skip
        devices = of[kind][: len(of[kind]) - kept]
        for plan, person in zip(devices, chance.sample(list(who), min(len(devices), len(who))), strict=False):
            _give(plan, person, chance)


def _fix(of: dict[str, list[Plan]], chance: Random) -> None:
    """What stands in rooms and corridors is in the care of IT."""
    for kind, rooms in houses.PLACES.items():
        for plan, room in zip(of[kind], rooms, strict=True):
            plan.room = room
            _give(plan, KEEPERS[chance.randrange(len(KEEPERS))], chance)


def _trouble(made: list[Plan], chance: Random) -> None:
    """One model fails often: nine repairs of seventeen, two of them under way."""
    faults = read("equipment")["faults"]
    failing = [plan for plan in made if products()[plan.model].name == FAILING and _is_settled(plan)]
    for number, plan in enumerate(failing[:9]):
        text = faults[number % len(faults)]
        if number < 2:
            plan.steps.append(Step(E.fault, 3.2 + number, reason=text))
        else:
            ago = 10 + chance.randrange(min(round(plan.steps[-1].days_ago) - 15, 300))
            plan.steps += [Step(E.fault, ago, reason=text), Step(E.repaired, ago - 9)]


def _is_settled(plan: Plan) -> bool:
    """In use for a while, by nobody whose devices are to stay as they are."""
    last = plan.steps[-1]
    return last.event is E.accept and last.days_ago > 40 and last.person not in {*cast.CARDS, cast.LEAVER}


def _special(made: list[Plan], of: dict[str, list[Plan]]) -> None:
    """One of every state, and the hand-over that waits for Anna."""
    shelf = [plan for plan in made if plan.steps[-1].event is E.stock]
    by = {kind: [plan for plan in shelf if plan in of[kind]] for kind in of}
    dock, headset, tablet = by["dock"], by["headset"], by["tablet"]
    dock[0].steps.append(Step(E.hand_over, 0.15, "anna", "For the desk at home"))
    by["monitor"][0].steps.append(Step(E.hand_over, 1.1, "tomasz.wilk"))
    headset[0].steps.append(Step(E.lend, 9, "anna", "For the video interviews", due_in=4))
    tablet[0].steps.append(Step(E.lend, 25, "camille.duval", "Trade fair", due_in=-3))
    by["camera"][0].steps.append(Step(E.lend, 5, "sean.macisaac", due_in=10))
    by["monitor"][1].steps.append(Step(E.reserve, 0.8, cast.NEWCOMER, "Starts next week"))
    tablet[1].steps.append(Step(E.ship, 1.3, None, "To Halifax"))
    by["monitor"][2].steps.append(Step(E.lose, 44, None, "Not found after the move of the second floor"))
    used = next(plan for plan in of["laptop"] if _is_settled(plan))
    used.steps.append(Step(E.return_, 1.6, None, "Gets a larger one"))
    _retire(of["monitor"][5], "Dead lines in the picture", is_gone=False)
    for plan in of["phone"][:2]:
        _retire(plan, "No more updates", is_gone=True)
    for plan in (dock[2], by["phone"][0]):
        plan.steps[1:] = []  # ordered only
        plan.steps[0] = Step(E.register, 4)
    by["headset"][1].steps[2:] = []  # arrived, not yet put in stock
    by["headset"][1].steps[0:2] = [Step(E.register, 6), Step(E.receive, 0.4)]


def _retire(plan: Plan, reason: str, *, is_gone: bool) -> None:
    if plan.steps[-1].event is E.accept:
        plan.steps.append(Step(E.return_, 35))
    plan.steps.append(Step(E.retire, 30, None, reason, actor="jonas.wieser"))
    if is_gone:
        plan.steps.append(Step(E.dispose, 12, None, actor="ines.moreau"))
