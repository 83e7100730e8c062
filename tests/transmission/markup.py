"""Reads the marked-up source of a cable (`tests.transmission` describes it) into a sheet."""

import json
import re
from dataclasses import fields
from typing import Any

from tests.transmission.sheet import MARK, Damage, Kind, Line, Record, Sheet, TransmissionError

CONTROL = re.compile(r"%%\s*(\w+)\s*(.*)")
INLINE = re.compile(r"%\{section ([^}]*)\}")


def read(source: str) -> Sheet:
    if MARK.search(source):
        raise TransmissionError("the source holds private-use characters")
    sheet = Sheet([], Damage(), {"parts": 1})
    waiting, kind = "", Kind.HEADER
    for number, text in enumerate(source.rstrip("\n").split("\n"), 1):
        control = CONTROL.fullmatch(text)
        if control is None:
            kind = Kind.BODY if kind is Kind.HEADING and not waiting else kind
            kind = Kind.BODY if kind is Kind.HEADING and INLINE.search(text) else kind
            sheet.lines.append(Line(waiting_marks(waiting, inline_marks(sheet, text)), kind))
            waiting = ""
            continue
        try:
            waiting += obey(sheet, control[1], control[2])
        except (ValueError, IndexError) as error:
            raise TransmissionError(f"line {number}: {error}: {text}") from error
        if control[1] in ("section", "heading"):
            kind = Kind.HEADING if control[1] == "heading" else Kind.BODY
    sheet.dice.seed(sheet.damage.seed)
    return sheet


def obey(sheet: Sheet, word: str, rest: str) -> str:
    """Do what a control line says; give the mark that has to stand before the next line."""
    if word == "header":
        key, _, value = rest.partition(":")
        sheet.header[key.strip()] = json.loads(value)
    elif word == "damage":
        sheet.damage = read_damage(rest)
    elif word == "section":
        return sheet.mark(section(sheet, rest), "at")
    elif word == "heading":
        sheet.items.append({"kind": "heading", "chapter": rest.split()[0]})
        return sheet.mark(sheet.items[-1], "at")
    elif word == "answer":
        sheet.items[-1]["question_quoted"] = True
        return sheet.mark(sheet.items[-1], "answer_at")
    else:
        raise ValueError(f"no such control word: {word}")
    return ""


def read_damage(rest: str) -> Damage:
    kinds = {each.name: each.type for each in fields(Damage)}
    chosen: dict[str, Any] = {}
    for name, _, value in (pair.partition("=") for pair in rest.split()):
        if name not in kinds:
            raise ValueError(f"no such damage: {name}")
        chosen[name] = value
        if kinds[name] is bool:
            chosen[name] = {"yes": True, "no": False}[value] if value in ("yes", "no") else bool(int(value))
        elif kinds[name] is int:
            chosen[name] = 0 if value == "none" else int(value)
    return Damage(**chosen)


def section(sheet: Sheet, rest: str) -> Record:
    chapter, *keys = rest.split()
    sheet.items.append({"kind": "section", "chapter": chapter, "keys": keys})
    return sheet.items[-1]


def inline_marks(sheet: Sheet, text: str) -> str:
    return INLINE.sub(lambda found: sheet.mark(section(sheet, found[1]), "at"), text)


def waiting_marks(marks: str, text: str) -> str:
    blanks = len(text) - len(text.lstrip(" "))
    return text[:blanks] + marks + text[blanks:]
