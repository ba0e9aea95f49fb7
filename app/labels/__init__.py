"""Labels: stickers with a QR code on devices and rooms, and what a scanned one shows."""
