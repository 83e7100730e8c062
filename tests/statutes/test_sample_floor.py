"""Law and institutions of three sample cables, which no rule was written for: the figures as a floor."""

from pathlib import Path

from bench.law import score_all

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample"
FLOOR = {
    "provisions": (1.0, 1.0), "provision texts": (0.80, 0.80), "penalties": (0.73, 0.55), "instruments": (0.98, 0.90),
    "articles": (0.53, 0.53), "institutions": (0.98, 0.94), "mentions": (0.98, 0.90), "institution kinds": (0.95, 0.95),
}  # fmt: skip


def test_precision_and_recall_over_the_sample_do_not_fall() -> None:
    total = score_all(SAMPLE)
    for kind, (precision, recall) in FLOOR.items():
        assert total[kind].labelled
        assert total[kind].precision >= precision, total[kind].extra
        assert total[kind].recall >= recall, total[kind].missed
