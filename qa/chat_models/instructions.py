"""Sentences in articles that give orders to a machine: no model is shown them, and they support nothing.

The rules know the usual wordings in some languages, not every one that can be thought of; what they miss is still
checked like everything that a model writes. A sentence that they take by mistake is only not told to the model: the
reader's quotations and the article itself keep it.
"""

import re

from index.sentences import split_sentences
from qa.vocabulary import words

OMITTED = "(…)"

_ORDERS = "|".join(
    (
        # English: the bare verb, and what only a machine is given ("ignored the rules" is news).
        r"\b(?:ignore|disregard|forget|override|bypass)\s+(?:\w+\s+){0,3}?(?:(?:previous|prior|above|earlier|preceding|system)"
        r"\s+(?:\w+\s+){0,2}?(?:instructions?|prompts?|rules|guidelines|commands?|text|passages?)"
        r"|(?:instructions|prompts?)(?:\s+(?:above|before|given|you)|[.!:,]))",
        r"\b(?:reply|respond|answer)\s+(?:only|exactly|just)?\s*with\s+(?:only|exactly|just|the\s+words?|[\"“'])",
        r"\b(?:write|say|print|output|repeat|include|add|insert|append|state|mention)\b[^.]{0,60}"
        r"\b(?:(?:exactly|verbatim)\s*[:\"“']|in\s+your\s+(?:answer|reply|response|output))",
        r"\byou\s+are\s+(?:now\s+)?(?:an?|the)\s+(?:\w+\s+)?(?:assistant|chatbot|language\s+model|ai\s+model|llm)\b",
        r"^\W*(?:system|assistant|chatgpt|chat-?bot|ai(?:\s+assistant|\s+model)?|llm|language\s+model)\s*:",
        r"\bsystem\s+prompt\b",
        # German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian: forget + instructions.
        r"\b(?:vergiss|vergessen\s+sie|ignoriere|ignorieren\s+sie|missachte)\b[^.]{0,60}(?:anweisung|vorgaben|regeln|prompt)",
        r"\b(?:oublie[zs]?|ignore[zs]?|n[ée]glige[zs]?)\b[^.]{0,60}(?:consignes|instructions|r[èe]gles)",
        r"\b(?:olvid[ae]|ignora|ignore|omite)\b[^.]{0,60}(?:instrucciones|instru[çc][õo]es|istruzioni|reglas|regras|regole)",
        r"\b(?:dimentica|esque[çc]a)\b[^.]{0,60}(?:istruzioni|regole|instru[çc][õo]es|regras)",
        r"\b(?:vergeet|negeer)\b[^.]{0,60}(?:instructies|regels)",
        r"\b(?:zapomnij|zignoruj)\b[^.]{0,60}(?:instrukcj|polece|zasad)",
        r"\b(?:забудь|игнорируй)\w*\b[^.]{0,60}(?:инструкци|правил|указани)",
        r"(?:忽略|无视|無視|忘记|忘記)[^。]{0,30}(?:指令|指示|说明|說明|规则|規則|提示)",
        r"(?:تجاهل|انس)\w*\s[^.]{0,60}(?:التعليمات|القواعد|الأوامر)",
        # What begins and ends a speaker in chat templates.
        r"<\s*\|[^|<>\n]{0,60}\||\[/?INST\]|<<\s*SYS",
    )
)
# A text without any of these holds no order, and that is told eight times as fast.
_TRIGGERS = (
    *words(
        """
        ignor disregard forget overrid bypass vergiss vergess missacht oublie neglig néglig olvid omite dimentica
        esqueça esqueca vergeet negeer zapomnij zignoruj забудь игнорируй 忽略 无视 無視 忘记 忘記 تجاهل انس
        """
    ),
    *(f"{verb} {how}" for verb in ("reply", "respond", "answer") for how in ("with", "only", "exactly", "just")),
    *("exactly", "verbatim", "in your answer", "in your reply", "in your response", "in your output"),
    *("you are a", "you are the", "you are now", "system prompt", "<|", "< |", "inst]", "<<"),
    *(
        f"{speaker}{colon}"
        for speaker in ("system", "assistant", "bot", "gpt", "ai", "llm", "model")
        for colon in (":", " :")
    ),
)
_SPEAKS_TO_MACHINE = re.compile(_ORDERS, re.I | re.M)


def leave_out_instructions(text: str) -> str:
    """``text`` with each sentence that gives orders to a machine replaced by ``(…)``."""
    folded = text.lower()
    if not any(trigger in folded for trigger in _TRIGGERS):
        return text
    kept, at = [], 0
    for start, end in split_sentences(text):
        if _SPEAKS_TO_MACHINE.search(text[start:end]):
            kept += [text[at:start], OMITTED]
            at = end
    return "".join([*kept, text[at:]])
