from earnest.records.result import SignalId
from earnest.report.charts import curves, dot
from earnest.report.specimen import specimen, specimen_policy


def dots():
    screening = specimen()
    return {
        result.signal: dot(result, specimen_policy(), screening.decision)
        for result in screening.assessment.results
    }


def test_a_dot_stands_at_its_score_between_the_ends_of_its_error():
    found = dots()[SignalId.SPECIFICITY]
    assert (found.low, found.x, found.high) == (39.0, 44.0, 49.0)
    assert (found.cut, found.goal) == (45.0, 55.0)


def test_what_has_no_score_has_no_dot():
    assert dots()[SignalId.PREFERENCE] is None
    assert dots()[SignalId.DEPTH] is None


def test_a_bar_never_leaves_the_scale():
    result = specimen().assessment.by_signal()[SignalId.SPECIFICITY].but(score=0.99, standard_error=0.2)
    found = dot(result, specimen_policy(), specimen().decision)
    assert (found.x, found.high) == (99.0, 100.0)


def test_a_curve_is_read_from_details_of_one_or_of_several_texts():
    points = [[0, 1.0], [500, 0.5], [1000, 0.0]]
    (one,) = curves({"curve": points, "words": 1000, "break_at": 700})
    assert [(point.x, point.y) for point in one.points] == [(0.0, 0.0), (50.0, 50.0), (100.0, 100.0)]
    assert (one.landmark, one.break_x, one.break_word) == (60.0, 70.0, 700)
    assert one.lowest.word == 1000
    several = curves({"essays": [{"item": "a", "curve": points}, {"item": "b", "curve": points}]})
    assert [curve.item for curve in several] == ["a", "b"]


def test_what_is_no_curve_is_none():
    assert curves({}) == ()
    assert curves({"curve": [[1, 0.5]]}) == ()
    assert curves({"curve": [[5, 0.5], [5, 0.6]]}) == ()
    assert curves({"essays": "nothing"}) == ()
    assert curves({"curve": [["x", 0.5], [1, None], [2, True]]}) == ()


def test_the_table_below_a_curve_stays_short_and_holds_the_end():
    points = [[word, 0.5] for word in range(0, 2400, 10)]
    (curve,) = curves({"curve": points, "words": 2400})
    assert len(curve.sampled) <= 13
    assert curve.sampled[-1].word == 2390
