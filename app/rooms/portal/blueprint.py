"""The blueprint that the rooms' pages share."""

from flask import Blueprint

bp = Blueprint("portal_rooms", __name__, url_prefix="/rooms")
