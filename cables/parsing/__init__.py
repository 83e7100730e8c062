"""The parser: one cable's bytes to its structure. Pure Python; knows no database."""

from cables.parsing.decoding import decode
from cables.parsing.parser import PARSER_VERSION, parse
from cables.parsing.structure import ParsedCable, ParseError

__all__ = ["PARSER_VERSION", "ParseError", "ParsedCable", "decode", "parse"]
