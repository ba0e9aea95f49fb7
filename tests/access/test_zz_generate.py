import pytest
from tests.access.test_matrix import routes, _status
from tests.access_matrix import Line, ROLES
OUT="/tmp/w/proof/matrix.txt"
from pathlib import Path
TODO=[l.split() for l in Path("/tmp/w/proof/todo.txt").read_text().splitlines()]
@pytest.mark.parametrize("t", TODO, ids=" ".join)
def test_generate(app, cast, session, t):
    from app.extensions import db
    route=(t[0],t[1]); whose=t[2]
    found=routes(app.url_map.iter_rules())
    got=[]
    for role in ROLES:
        try: got.append(str(_status(app, found[route], Line(route,whose,()), cast.get(role))))
        except BaseException as e:
            db.session.rollback(); got.append("ERR:"+type(e).__name__+":"+str(e)[:150].replace("\n"," "))
    with open(OUT,"a") as f: f.write(f"{route[0]} {route[1]} {whose} {' '.join(got)}\n")
