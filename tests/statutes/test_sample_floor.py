"""Law and institutions of three sample cables, which no rule was written for: the figures as a floor."""

from pathlib import Path

from bench.law import score_all

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample"
FLOOR = {
    "provisions": (0.22, 0.20), "provision texts": (0.66, 0.60), "penalties": (0.70, 0.51), "instruments": (0.95, 0.90),
    "articles": (0.26, 0.26), "institutions": (0.98, 0.92), "mentions": (0.98, 0.88), "institution kinds": (0.95, 0.95),
}  # fmt: skip


def test_precision_and_recall_over_the_sample_do_not_fall() -> None:
    total = score_all(SAMPLE)
    for kind, (precision, recall) in FLOOR.items():
        assert total[kind].labelled
        assert total[kind].precision >= precision, total[kind].extra
        assert total[kind].recall >= recall, total[kind].missed
