"""What is not English gets no score from the signals that read English alone; English with names does."""

import pytest

from earnest.bank import EMPTY_PACK
from earnest.records.result import Status
from earnest.screening import assess_line
from earnest.signals import Context, find_signal

FOREIGN = {
    "zh": "用 Rust 重写了解析器，每秒处理 200 万条消息。把夜间导出从 3 小时减少到 11 分钟，因为以前每个客户都要重新查询。",
    "ru": "Я переписал разбор сообщений на Rust, и теперь он обрабатывает 2 миллиона в секунду. Это была моя ошибка.",
    "es": "Reduje la exportación de 3 horas a 11 minutos con un cursor en el servidor, porque la consulta se repetía "
    "para cada cliente de la empresa. Fue mi error y desde entonces lo pruebo en una copia de los datos.",
    "de": "Ich habe den Export von 3 Stunden auf 11 Minuten gesenkt, weil die Abfrage für jeden Kunden neu lief. Das "
    "war mein Fehler, und seitdem probiere ich es auf einer Kopie der Daten aus.",
    "hi": "मैंने रात के निर्यात को 3 घंटे से 11 मिनट तक घटाया, क्योंकि हर ग्राहक के लिए प्रश्न दोबारा चलता था। यह मेरी गलती थी।",
}
ENGLISH = {
    "names": "Rewrote the parser of Björn Åkesson and Müller GmbH in Rust, for Łódź and São Paulo.",
    "terse": "Cut p99 of the Go service from 240 ms to 90 ms.",
    "one sign": "Translated the manual of 东京 station into English: 4,100 terms, checked by two readers.",
}


def status(signal, text):
    line = {"id": "1", "text": text, "answer": text, "question": "Tell me about a time you failed."}
    return assess_line(find_signal(signal), line, Context(pack=EMPTY_PACK)).result


@pytest.mark.parametrize("signal", ["specificity", "accountability", "coherence"])
@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN.keys())
def test_another_language_is_not_scored(signal, text):
    result = status(signal, text * 12)
    assert result.status is Status.INSUFFICIENT_EVIDENCE
    assert "another language" in result.reason
    assert not result.findings


@pytest.mark.parametrize("text", ENGLISH.values(), ids=ENGLISH.keys())
def test_english_with_names_is_read(text):
    assert status("specificity", text).status is Status.SCORED
