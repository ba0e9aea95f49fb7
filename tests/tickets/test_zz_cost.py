from tests.factories import tickets
from tests.signing_in import bearer_of
from app.extensions import db
from tests.query_budget import counting
def test_x(client, alice, bob):
    tickets.ticket(alice)
    h=bearer_of(bob)
    client.get("/api/v1/admin/tickets",headers=h)
    with counting(db.engine) as st:
        client.get("/api/v1/admin/tickets",headers=h)
    for s in st: print("--", s[:300].replace("\n"," "))
    assert 0
