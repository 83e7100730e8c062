from datetime import UTC, datetime

import pytest

from cables.parsing import parse
from cables.parsing.header import read_addressee, read_captions, read_dtg
from cables.parsing.structure import Addressee
from tests.cables.parsing.writing import header, read


@pytest.mark.parametrize(
    ("line", "precedence"),
    [
        ("R 132237Z MAR 08", ("ROUTINE",)),
        ("P 132237Z MAR 08", ("PRIORITY",)),
        ("O 132237Z MAR 08", ("IMMEDIATE",)),
        ("Z 132237Z MAR 08", ("FLASH",)),
        ("P R 132237Z MAR 08", ("PRIORITY", "ROUTINE")),
        ("O P R 132237Z MAR 08", ("IMMEDIATE", "PRIORITY", "ROUTINE")),
        ("132237Z MAR 08", ()),
    ],
)
def test_every_precedence_before_the_date_is_read_in_order(line: str, precedence: tuple[str, ...]) -> None:
    read = header(dtg=line)
    assert read.precedence == precedence
    assert read.dtg == datetime(2008, 3, 13, 22, 37, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("132237Z MAR 08", datetime(2008, 3, 13, 22, 37, tzinfo=UTC)),
        ("010000Z JAN 2009", datetime(2009, 1, 1, tzinfo=UTC)),
        ("290115Z FEB 08", datetime(2008, 2, 29, 1, 15, tzinfo=UTC)),
        ("311200Z DEC 99", datetime(1999, 12, 31, 12, tzinfo=UTC)),
        ("311200Z FEB 08", None),
        ("290115Z FEB 07", None),
        ("132437Z MAR 08", None),
        ("132260Z MAR 08", None),
        ("132237A MAR 08", None),
        ("132237Z MRZ 08", None),
        ("13 MAR 08", None),
        ("", None),
    ],
)
def test_a_date_and_time_is_read_in_zone_z_or_not_at_all(text: str, moment: datetime | None) -> None:
    assert read_dtg(text) == moment


def test_an_impossible_date_keeps_the_precedence_and_takes_the_year_from_the_subject() -> None:
    read = header(dtg="P 312237Z FEB 08")
    assert (read.precedence, read.dtg, read.year) == (("PRIORITY",), None, 2008)
    assert read.mrn == "08PORTOPRUEBA327"


def test_a_lost_date_takes_the_year_of_the_latest_reference() -> None:
    read = header(dtg="", subject="SUBJECT: ANNUAL INPUT", refs="REF: A. 06 PORTO PRUEBA 81 B. 07 STATE 2731")
    assert (read.year, read.mrn) == (2007, "07PORTOPRUEBA327")


def test_without_any_year_there_is_no_mrn() -> None:
    read = header(dtg="", subject="SUBJECT: ANNUAL INPUT", refs="")
    assert (read.year, read.mrn) == (0, "")


@pytest.mark.parametrize(
    ("line", "addressee"),
    [
        ("RUEHC/SECSTATE WASHDC 4962", Addressee("SECSTATE WASHDC", "RUEHC", "", "4962")),
        ("RUEHC/SECSTATE WASHDC PRIORITY 0275", Addressee("SECSTATE WASHDC", "RUEHC", "PRIORITY", "0275")),
        ("RUEHC/SECSTATE WASHDC NIACT IMMEDIATE", Addressee("SECSTATE WASHDC", "RUEHC", "NIACT IMMEDIATE")),
        ("SECSTATE WASHDC", Addressee("SECSTATE WASHDC")),
        ("AMEMBASSY ORVANE IMMEDIATE", Addressee("AMEMBASSY ORVANE", "", "IMMEDIATE")),
        ("RUCNCIS / CIS COLLECTIVE", Addressee("CIS COLLECTIVE", "RUCNCIS")),
        ("DEPT OF LABOR WASHDC", Addressee("DEPT OF LABOR WASHDC")),
        ("RUEHC/USAID WASHDC 12", Addressee("USAID WASHDC", "RUEHC", "", "12")),
    ],
)
def test_an_address_line_is_taken_apart(line: str, addressee: Addressee) -> None:
    assert read_addressee(line) == addressee


def test_addressees_go_on_line_by_line_with_or_without_a_route() -> None:
    read = header(
        addressees="TO RUEHC/SECSTATE WASHDC 4962\nRUEHXE/AMEMBASSY ORVANE 0466\n"
        "INFO RUCNCIS/CIS COLLECTIVE\nDEPT OF LABOR WASHDC\nRUEHXZ/AMEMBASSY DAR SALIM PRIORITY"
    )
    assert [a.name for a in read.action] == ["SECSTATE WASHDC", "AMEMBASSY ORVANE"]
    assert [a.name for a in read.info] == ["CIS COLLECTIVE", "DEPT OF LABOR WASHDC", "AMEMBASSY DAR SALIM"]
    assert [a.routing for a in read.info] == ["RUCNCIS", "", "RUEHXZ"]
    assert read.info[2].precedence == "PRIORITY"


def test_a_cable_without_info_addressees_has_none() -> None:
    assert header().info == ()


def test_addressees_exempted_are_none() -> None:
    read = header(addressees="TO RUEHC/SECSTATE WASHDC\nXMT AMEMBASSY ORVANE\nAMEMBASSY NKELU")
    assert [a.name for a in read.action] == ["SECSTATE WASHDC"]


def test_an_archives_distribution_list_is_no_addressee() -> None:
    lists = "INFO LOG-00   MFA-00   EEB-00   AF-00\n      INL-00   ------------------3B1F  132240Z /38"
    read = header(addressees=f"TO SECSTATE WASHDC 4962\n{lists}")
    assert [a.name for a in read.info] == []


def test_the_origin_comes_from_its_own_lines() -> None:
    read = header()
    assert (read.from_, read.routing) == ("AMEMBASSY PORTO PRUEBA", "RUEHXQ")


@pytest.mark.parametrize(
    ("line", "captions"),
    [
        ("SIPDIS", ["SIPDIS"]),
        ("SENSITIVE", ["SENSITIVE"]),
        ("SENSITIVE, SIPDIS", ["SENSITIVE", "SIPDIS"]),
        ("SENSITIVE SIPDIS", ["SENSITIVE", "SIPDIS"]),
        ("SENSITIVE/NOFORN", ["SENSITIVE", "NOFORN"]),
        ("  SIPDIS,  NOFORN  ", ["SIPDIS", "NOFORN"]),
        ("SENSITIVE BUT UNCLASSIFIED", ["SENSITIVE"]),
        ("TIP CHANNEL", ["TIP CHANNEL"]),
        ("", []),
        ("SENSITIVE MATTERS ARE RAISED", None),
        ("SIPDISX", None),
        ("Sensitive", None),
    ],
)
def test_a_line_holds_captions_only_or_is_none(line: str, captions: list[str] | None) -> None:
    assert read_captions(line) == captions


@pytest.mark.parametrize(
    "under", ["SENSITIVE\nSIPDIS", "SIPDIS\n\nSENSITIVE", "SENSITIVE, SIPDIS", "SIPDIS\nSENSITIVE\nSIPDIS"]
)
def test_captions_are_kept_once_wherever_they_stand(under: str) -> None:
    assert sorted(header(under=under).captions) == ["SENSITIVE", "SIPDIS"]


def test_a_caption_inside_the_marking_line_is_no_part_of_the_posts_name() -> None:
    read = header(marking="UNCLAS SENSITIVE PORTO PRUEBA 000327", under="SIPDIS")
    assert (read.post, read.captions) == ("PORTO PRUEBA", ("SENSITIVE", "SIPDIS"))


@pytest.mark.parametrize(
    ("marking", "classification"),
    [
        ("UNCLAS PORTO PRUEBA 000327", "UNCLASSIFIED"),
        ("UNCLASSIFIED PORTO PRUEBA 000327", "UNCLASSIFIED"),
        ("C O N F I D E N T I A L PORTO PRUEBA 000327", "CONFIDENTIAL"),
        ("CONFIDENTIAL PORTO PRUEBA 000327", "CONFIDENTIAL"),
        ("S E C R E T PORTO PRUEBA 000327", "SECRET"),
        ("T O P S E C R E T PORTO PRUEBA 000327", "TOP SECRET"),
    ],
)
def test_the_classification_is_read_spaced_or_not(marking: str, classification: str) -> None:
    read = header(marking=marking)
    assert (read.classification, read.marking, read.marking_line) == (classification, marking, 10)
    assert read.mrn == "08PORTOPRUEBA327"


def test_a_text_without_a_marking_has_no_classification_and_is_still_parsed() -> None:
    parsed = parse(b"A letter to the editor.\n\nIt is no cable.\n")
    assert (parsed.header.classification, parsed.header.marking, parsed.header.marking_line) == ("", "", 0)
    assert parsed.mrn == ""


@pytest.mark.parametrize(("number", "of"), [("01", 3), ("02", 13), ("1", 1)])
def test_the_sections_of_a_transmission_are_counted(number: str, of: int) -> None:
    read = header(marking=f"UNCLAS SECTION {number} OF {of:02} PORTO PRUEBA 000327")
    assert (read.parts, read.post, read.serial) == (of, "PORTO PRUEBA", 327)


def test_a_cable_in_one_piece_has_one_part() -> None:
    assert header().parts == 1


def test_what_the_marking_lacks_comes_from_the_origins_lines() -> None:
    read = header(marking="UNCLAS", sender="AMCONSUL GENERAL PUERTO ALBA")
    assert (read.serial, read.post, read.mrn) == (327, "PUERTO ALBA", "08PUERTOALBA327")


@pytest.mark.parametrize(
    ("under", "passing"),
    [
        ("DEPT FOR G/TIP", ("DEPT FOR G/TIP",)),
        (
            "SIPDIS\n\nDEPT FOR G/TIP, G, INL,\nDRL AND PRM\nSTATE PASS USAID",
            ("DEPT FOR G/TIP, G, INL,", "DRL AND PRM", "STATE PASS USAID"),
        ),
        ("SIPDIS", ()),
    ],
)  # fmt: skip
def test_passing_lines_are_kept_as_printed(under: str, passing: tuple[str, ...]) -> None:
    assert header(under=under).passing == passing


@pytest.mark.parametrize(
    "line",
    [
        "TAGS: KCRM PHUM XQ",
        "TAGS: KCRM, PHUM, XQ",
        "TAGS: KCRM PHUM\nXQ",
        "TAGS: [KCRM](#) [PHUM](#) [XQ](#)",
        "TAGS: [KCRM](#), [PHUM](#),\n[XQ](#)",
        "TAGS: KCRM PHUM XQ KCRM",
        "TAGS. KCRM PHUM XQ",
        "Tags: kcrm phum xq",
    ],
)
def test_tags_are_read_from_every_way_to_print_them(line: str) -> None:
    assert header(tags=line).tags == ("KCRM", "PHUM", "XQ")


def test_a_subject_goes_on_in_the_next_line() -> None:
    assert (
        header(subject="SUBJECT: PRUEBIA: INPUT FOR THE\n2008 REPORT").subject == "PRUEBIA: INPUT FOR THE 2008 REPORT"
    )


def test_a_reference_on_the_subjects_line_is_no_part_of_the_subject() -> None:
    read = header(subject="SUBJECT: PRUEBIA: 2008 INPUT REF: STATE 2731", refs="")
    assert read.subject == "PRUEBIA: 2008 INPUT"
    assert [ref.mrn for ref in read.refs] == ["08STATE2731"]


def test_what_an_archive_left_of_a_link_is_no_part_of_the_subject() -> None:
    assert header(subject="SUBJECT: [PRUEBIA](#): 2008 INPUT").subject == "PRUEBIA: 2008 INPUT"


@pytest.mark.parametrize(
    "line", ["SUBJECT: 2008 INPUT", "SUBJ: 2008 INPUT", "Subject: 2008 INPUT", "SUBJECT; 2008 INPUT"]
)
def test_the_subject_bears_several_names(line: str) -> None:
    assert header(subject=line).subject == "2008 INPUT"


def test_the_executive_order_is_read() -> None:
    assert header().eo12958 == "N/A"
    assert header(tags="E.O. 12958: DECL: 03/13/2018\nTAGS: XQ").eo12958 == "DECL: 03/13/2018"


def test_the_body_begins_behind_the_last_field() -> None:
    parsed = read("¶1. (U) The first paragraph.")
    header_end = parsed.spans[0].end
    assert parsed.text[header_end:].lstrip().startswith("¶1. (U) The first")
    assert parsed.text[:header_end].rstrip().endswith("REF: 08 STATE 2731")


def test_white_space_before_the_lines_changes_nothing() -> None:
    assert header(
        under="  SENSITIVE", tags="  TAGS: KCRM", subject="\tSUBJECT: 2008 INPUT", refs=" REF: STATE 2731"
    ).tags == ("KCRM",)
