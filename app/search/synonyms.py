"""Words that mean about the same to somebody who looks for help; what staff write is added to these and counts more.

One group a line. A phrase of several words is taken as one.
"""

from collections.abc import Sequence

ENGLISH = """
delete, remove, erase, get rid of, discard, clear
create, make, generate, build
add, insert, include, embed, attach
change, edit, modify, alter, adjust, customize, customise
replace, swap, substitute, exchange
show, display, view, see
hide, conceal, invisible
find, search, look for, locate, look up
filter, narrow, limit, restrict, constrain
save, store, keep
back up, backup, back-up, save, export
export, download, extract, save
import, upload, load
copy, duplicate, clone
move, transfer, migrate
send, forward, deliver
receive, get, arrive
split, separate, divide, break up
merge, combine, join, unite
order, sort, arrange, organize, organise
rename, name
turn off, switch off, disable, deactivate, stop
turn on, switch on, enable, activate
start, launch, run, open
stop, end, quit, close, exit
undo, revert, restore, get back, bring back
restore, recover, retrieve, get back
repair, fix, solve, resolve, troubleshoot, mend
broken, not working, does not work, fails, failed, failing, faulty, defective, stopped working
crash, crashes, crashing, crashed
freeze, frozen, hang, hangs, stuck, unresponsive, not responding
slow, sluggish, lag, takes forever
error, problem, issue, trouble, bug, fault
lost, missing, disappeared, gone, vanished
password, passcode, passphrase
sign in, log in, login, log on, logon, signin
sign out, log out, logout, log off, logoff
sign up, register, registration
two-factor, two factor, 2fa, mfa, multi-factor, two-step, authenticator
locked, locked out, blocked, suspended
forgot, forgotten, lost
account, profile, user
owner, ownership
permission, access, right, privilege
allow, permit, let
block, ban, forbid
invite, invitation
meeting, appointment, event, call
schedule, plan, timer
reminder, notification, alert, notify
email, e-mail, mail
message, email, mail
conversation, thread, discussion
recipient, addressee, receiver
contact, address book
spam, junk
attachment, attached file
signature, footer
out of office, vacation, autoreply, automatic reply, absence
inbox, mailbox
document, doc, docs, file
folder, directory
spreadsheet, sheet, table, workbook, excel
presentation, slides, slideshow, powerpoint
picture, image, photo, photograph, pic
video, movie, clip
sound, audio, volume
subtitle, caption
transcript, transcription
link, url, web address, hyperlink
bookmark, favorite, favourite
website, web site, site, web page, webpage
app, application, program, software, tool
add-on, addon, extension, plugin, plug-in
browser, web browser
computer, pc, laptop, notebook, machine, workstation, desktop
phone, mobile, smartphone, cell phone, handset, iphone, android
screen, monitor, display
keyboard, keys
shortcut, hotkey, key combination
mouse, touchpad, trackpad, pointer, cursor
printer, print, printing, printout
scanner, scan
headset, headphones, earphones, microphone
webcam, camera
usb stick, flash drive, memory stick, thumb drive
disk, drive, hard drive, storage, ssd
battery, charge, charging, charger, power
cable, cord, wire
network, lan, ethernet
wifi, wi-fi, wireless, wlan
internet, online, web
vpn, remote access
remote, from home, home office
update, upgrade, new version
install, set up, setup, installation, deploy
uninstall, remove
reinstall, install again
version, release, build
language, translation, translate
font, typeface, lettering
color, colour
size, bigger, larger, smaller
automatic, automatically, auto
manual, manually, by hand
permanent, permanently, forever, completely
several, multiple, many
local, locally, on my computer, offline
private, privacy, confidential, secret
secure, security, safe, safety
encrypt, encryption, encrypted
virus, malware, trojan
phishing, scam, fraud
certificate, ssl, tls
quota, limit, full
recently, latest, newest
old, oldest, former, previous
date, day, time period
begin, beginning, start
position, location, place, spot
part, portion, section, piece
person, people, somebody, user
own, host, self-hosted
facebook, fb
youtube, yt
twitter, tweet, tweets
microsoft, ms
operating system, os
windows, win
""".strip().splitlines()
GERMAN = """
löschen, entfernen, loswerden
erstellen, anlegen, erzeugen, neu
ändern, bearbeiten, anpassen
hinzufügen, einfügen
finden, suchen
anmelden, einloggen, login, anmeldung
abmelden, ausloggen, logout
passwort, kennwort
zurücksetzen, neu setzen, vergessen
drucker, drucken, ausdrucken
bildschirm, monitor, display
rechner, computer, pc, laptop, notebook
handy, smartphone, mobiltelefon, telefon
e-mail, email, mail, nachricht
termin, besprechung, meeting
ordner, verzeichnis
datei, dokument
bild, foto, grafik
einrichten, installieren, aufsetzen
aktualisieren, update, aktualisierung
fehler, problem, störung
kaputt, defekt, funktioniert nicht, geht nicht
langsam, träge
hängt, eingefroren, reagiert nicht
wlan, wifi, wi-fi, funknetz
netzwerk, lan
sperren, gesperrt, blockiert
freigeben, freigabe, teilen
sichern, sicherung, backup
einschalten, aktivieren
ausschalten, deaktivieren
anhang, anlage
abwesenheit, urlaub, out of office
programm, anwendung, app, software
tastatur, tasten
kopfhörer, headset
kabel, leitung
""".strip().splitlines()


Groups = Sequence[tuple[str, ...]]  # words and phrases that mean the same


def both_ways(groups: Groups) -> dict[str, list[str]]:
    """Each word or phrase with the others of its groups."""
    meant: dict[str, list[str]] = {}
    for group in groups:
        for word in group:
            meant.setdefault(word, []).extend(other for other in group if other != word)
    return meant


def everyday(language: str) -> Groups:
    """The groups of the language."""
    return tuple(tuple(line.split(", ")) for line in {"en": ENGLISH, "de": GERMAN}.get(language, ()))
