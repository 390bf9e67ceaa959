import datetime as dt
import threading
import time

import pytest

from planner.errors import RequestError
from planner.model.request import TripRequest
from planner.plan import PlanProgress
from ui.job import PlanCache, PlanJob
from ui.safe import plain

REQUEST = TripRequest(start="gw-noi-bai", start_date=dt.date(2027, 3, 12), days=1)


def wait(job: PlanJob) -> None:
    for _ in range(500):
        if job.is_done:
            return
        time.sleep(0.01)
    pytest.fail("the job never ended")


def test_stop_keeps_the_best() -> None:
    reported = threading.Event()

    def plan(request, report):
        value = 0.0
        while report(PlanProgress("search", 1, 100, value)):
            value += 1
            reported.set()
            time.sleep(0.001)
        return "the best so far"

    job = PlanJob(REQUEST, plan)
    job.start()
    assert reported.wait(5)
    assert not job.is_done
    job.stop()
    wait(job)
    assert job.itinerary == "the best so far"
    assert job.best_prize is not None
    assert job.is_stopping


def test_a_user_s_error_is_kept_for_the_page() -> None:
    def plan(request, report):
        raise RequestError("R010", "unknown id 'x'")

    job = PlanJob(REQUEST, plan)
    job.start()
    wait(job)
    assert job.failure is not None
    assert job.failure.code == "R010"
    assert not job.is_broken


def test_a_fault_of_ours_ends_the_waiting(caplog: pytest.LogCaptureFixture) -> None:
    def plan(request, report):
        raise ZeroDivisionError

    job = PlanJob(REQUEST, plan)
    job.start()
    wait(job)
    assert job.is_broken
    assert job.itinerary is None
    assert "work failed: PlanJob" in caplog.text


def test_equal_questions_share_an_answer_and_others_do_not() -> None:
    cache = PlanCache(size=2)
    cache.keep(REQUEST, "v1", "plan")
    assert cache.find(REQUEST.model_copy(update={"language": "vi", "title": "Mine"}), "v1") == "plan"
    assert cache.find(REQUEST, "v2") is None
    assert cache.find(REQUEST.model_copy(update={"days": 2}), "v1") is None


def test_the_cache_forgets_what_was_not_asked_for_lately() -> None:
    cache = PlanCache(size=2)
    requests = [REQUEST.model_copy(update={"days": days}) for days in (1, 2, 3)]
    for number, request in enumerate(requests[:2]):
        cache.keep(request, "v", number)
    cache.find(requests[0], "v")
    cache.keep(requests[2], "v", 2)
    assert cache.find(requests[1], "v") is None
    assert cache.find(requests[0], "v") == 0


@pytest.mark.parametrize(
    "text", ["*bold*", "[link](http://x)", "![i](http://x)", "<b>x</b>", ":red[x]", "$x$", "`code`", "# head", "a|b"]
)
def test_markdown_of_a_name_is_inert(text: str) -> None:
    shown = plain(text)
    for mark in "*[]()<>:$`#|!":
        assert shown.count(mark) == shown.count("\\" + mark)


def test_plain_text_has_one_line() -> None:
    assert plain("a\n\n- b") == r"a \- b"
