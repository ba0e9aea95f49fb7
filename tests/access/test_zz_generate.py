import os, pytest
from tests.access.sent import SENT, Sent
from tests.access_matrix import PUBLIC, Line, ROLES
from tests.access.test_matrix import routes, answers
OUT="/tmp/w/proof/matrix.txt"
def test_generate(app, cast, session):
    from app.extensions import db
    found=routes(app.url_map.iter_rules())
    import traceback
    with open(OUT,"w") as f:
        from tests.access.test_matrix import MATRIX
        for route in sorted(set(found)-set(PUBLIC)-{l.route for l in MATRIX}, key=lambda r:(r[1],r[0])):
            sent=SENT.get(route,Sent())
            for whose in (("own","foreign","missing") if sent.thing else ("own",)):
                got=[]
                for role in ROLES:
                    try:
                        from tests.access.test_matrix import _status
                        got.append(str(_status(app, found[route], Line(route,whose,()), cast.get(role))))
                    except BaseException as e:
                        db.session.rollback()
                        got.append("ERR:"+type(e).__name__+":"+str(e)[:150].replace("\n"," "))
                f.write(f"{route[0]} {route[1]} {whose} {' '.join(got)}\n"); f.flush()
