"""The language of a text: by its function words or script where these are clear, else by the classifier."""

from __future__ import annotations

import pytest

from cleaner.inputs import language
from cleaner.inputs.language import detect_language

CLEAR = {
    "en": "The ferry had been late for a week, and nobody at the harbour could say when it would sail again.",
    "de": "Die Fähre war seit einer Woche zu spät, und niemand im Hafen wusste, wann sie wieder fährt.",
    "es": "El barco llegó muy tarde, pero todos los que estaban en el puerto sabían ya que no era por el viento.",
    "pl": "Prom spóźniał się od tygodnia i nikt w porcie nie wiedział, kiedy znowu popłynie na wyspę.",
    "ja": "渡し船は一週間も遅れていて、港の人は誰もいつまた出るのか知らなかった。",
    "ko": "나룻배는 일주일째 늦었고 항구에서는 아무도 언제 다시 떠나는지 알지 못했다.",
}
OPEN = {
    "da": "Færgen havde været forsinket i en uge, og ingen i havnen kunne sige, hvornår den ville sejle igen.",
    "no": "Fergen hadde vært forsinket i en uke, og ingen i havna kunne si når den ville seile igjen.",
    "zh": "渡船已经晚了一个星期，码头上没有人知道它什么时候再开。大家都在茶馆里等消息。",
    "ru": "Паром опаздывал уже неделю, и никто в порту не знал, когда он снова пойдёт на остров.",
}


@pytest.mark.parametrize("code", CLEAR)
def test_clear_texts_need_no_classifier(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading the classifier takes half a second, asking it milliseconds."""

    def refuse() -> None:
        raise AssertionError("the classifier was asked")

    monkeypatch.setattr(language, "_classifier", refuse)
    assert detect_language(CLEAR[code]) == code


@pytest.mark.parametrize("code", OPEN)
def test_relatives_are_left_to_the_classifier(code: str) -> None:
    """Danish and Norwegian share nearly all short words; ideographs alone tell no language."""
    assert detect_language(OPEN[code]) == code


@pytest.mark.parametrize("text", ["", "12:30 | 14:45", "Home", "一二三"])
def test_too_little_to_tell(text: str) -> None:
    """No answer is better than a guess."""
    assert detect_language(text) is None


def test_a_menu_in_english_does_not_outvote_the_article() -> None:
    """Menus are short lines and often English; articles are long lines."""
    assert detect_language("Home\nAbout us\nThe team\nSign in to the site\n" + CLEAR["de"] * 3) == "de"
