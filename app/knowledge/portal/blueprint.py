"""The blueprint that the portal's knowledge pages share."""

from flask import Blueprint

bp = Blueprint("portal_knowledge", __name__, url_prefix="/kb")
