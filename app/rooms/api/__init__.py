"""Rooms over REST; refusals are raised and become problem documents in app.web.errors."""

from app.rooms.api.bookings import BookingsApi
from app.rooms.api.places import BuildingsApi, FloorsApi, RoomFeaturesApi, SitesApi
from app.rooms.api.rooms import AdminRoomsApi, RoomsApi

__all__ = ["AdminRoomsApi", "BookingsApi", "BuildingsApi", "FloorsApi", "RoomFeaturesApi", "RoomsApi", "SitesApi"]
