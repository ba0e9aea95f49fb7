"""The blueprint that all account pages share."""

from flask import Blueprint

bp = Blueprint("portal_accounts", __name__)
